"""What --help says of every verb: what it does, an example to copy, what its exit status means."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from textwrap import fill

EXAMPLES: dict[str, tuple[str, ...]] = {
    "demo": ("demo demo",),
    "new": (
        'new cybercrime_needs -o san-verano.mission --assessor "Ana Ortiz" --country XSV',
        'new san-verano.pack -o my.mission --assessor "Ana Ortiz" --words "the six words"',
    ),
    "fill": (
        "fill san-verano.mission answers.csv",
        'fill san-verano.mission collected.xml --as-statements "Police, cyber unit"',
    ),
    "show": (
        "show san-verano.mission",
        "show san-verano.mission --reference thr_reports_total --history",
    ),
    "check": ("check san-verano.mission", "check hq.registry"),
    "score": ("score san-verano.mission --json",),
    "backup": ("backup san-verano.mission /media/stick",),
    "meeting start": ('meeting start san-verano.mission --institution "Ministry" --cluster pol',),
    "meeting end": ("meeting end san-verano.mission",),
    "meeting list": ("meeting list san-verano.mission",),
    "meeting disagreements": ("meeting disagreements san-verano.mission",),
    "meeting settle": (
        'meeting settle san-verano.mission thr_reports_total 120 --reason "The register was read"',
    ),
    "tonight": (
        'tonight san-verano.mission --person "Ana Ortiz"',
        "tonight san-verano.mission --kind claimed",
    ),
    "team": ('team san-verano.mission --give sec_pol --to "Ana Ortiz"',),
    "exchange": (
        "exchange san-verano.mission /media/stick --preview",
        "exchange san-verano.mission",
    ),
    "plan list": ("plan list san-verano.mission",),
    "plan accept": ("plan accept san-verano.mission law_sub",),
    "plan set": ('plan set san-verano.mission 1 --owner "Ministry" --cost medium',),
    "plan move": ("plan move san-verano.mission 3 1",),
    "plan follow": ('plan follow san-verano.mission 1 "under way" --note "Budget is voted"',),
    "attach": ('attach san-verano.mission thr_reports_total register.pdf --note "p. 12"',),
    "files": ("files san-verano.mission", "files san-verano.mission --save 3f9a1c2b04de ."),
    "export": (
        "export san-verano.mission -o san-verano.pdf",
        "export san-verano.mission -o public.pdf --profile public --language fr --docx --xlsx",
        "export san-verano.mission -o san-verano.xml",
    ),
    "inspect": ("inspect san-verano.pdf",),
    "receive": ("receive hq.registry reports/ --preview", "receive hq.registry reports/ mail.eml"),
    "undo": ("undo hq.registry 3 --preview",),
    "crosswalk": (
        "crosswalk san-verano.mission",
        "crosswalk san-verano.mission --instrument UNCC -o uncc.docx",
    ),
    "inbox": ("inbox hq.registry",),
    "decide": (
        'decide hq.registry f37a39dd43 --take 5d22c7a1 --note "The register was read"',
        "decide hq.registry f37a39dd43 --value 120",
    ),
    "settle": ("settle hq.registry --rule evidence --preview",),
    "review": (
        "review hq.registry",
        "review hq.registry --assessment 84a6917a --question pol_strategy_year --state query "
        '--note "Is that the year of the law?"',
    ),
    "comments": (
        "comments san-verano.mission -o comments.xlsx",
        "comments san-verano.mission --take filled.xlsx",
    ),
    "compare": ("compare hq.registry --by region", "compare hq.registry --pdf region.pdf"),
    "publish": ("publish hq.registry --csv tables --geojson map",),
    "upload": ("upload hq.registry https://central.example.org/v1/projects/1 --user ana",),
    "join": ("join hq.registry", 'join hq.registry 3f9a 5d22 --note "One mission, two teams"'),
    "part": ("part hq.registry 3f9a 5d22",),
    "registry digest": ("registry digest hq.registry",),
    "registry dump": ("registry dump hq.registry",),
    "registry grants": ("registry grants",),
    "redact": ('redact san-verano.mission 5d22c7a1 --reason "Named a person"',),
    "retry": ("retry hq.registry",),
    "form check": ("form check our-form.xlsx",),
    "form print": ("form print cybercrime_needs -o agenda.pdf --cluster pol --language es",),
    "pack": (
        'pack cybercrime_needs -o san-verano.pack --title "San Verano 2026" --registry hq.registry',
    ),
    "upgrade": ("upgrade san-verano.mission newer.xlsx --preview",),
    "follow": ("follow san-verano.mission san-verano-2024.pdf", "follow san-verano.mission"),
    "keys new": ("keys new --headquarters -o hq.pub",),
    "keys show": ("keys show",),
    "keys renew": ("keys renew",),
    "keys trust": ("keys trust hq.registry ana.card",),
    "keys revoke": ("keys revoke hq.registry ana.card",),
    "keys list": ("keys list hq.registry",),
    "keys recover": (
        "keys recover san-verano.recovery san-verano.mission --passphrase-file new.txt",
    ),
    "keys passphrase": ("keys passphrase san-verano.mission --new-passphrase-file new.txt",),
    "keys card": ('keys card -o ana.card --name "Ana Ortiz" --organisation UNODC',),
    "keys read": ("keys read ana.card",),
    "keys meet": ('keys meet ana.card --words "six words read to you"',),
    "keys contacts": ("keys contacts",),
    "keys forget": ("keys forget 3f9a1c2b",),
    "keys update": ("keys update san-verano.mission newer.pack",),
}
"""Lines to copy, by verb: what follows `assessor` in each."""

_ARGUMENTS = {
    "--json": "print facts as one JSON value, for programs",
    "--country": "three letters (ISO 3166), as the form's list has them",
    "--language": "a code such as fr, or a language's name as the form has it",
    "--note": "kept with it",
    "--institution": "whom one meets",
    "--place": "where",
    "--section": "its section, by code",
    "--text": "what is recommended",
    "--area": "its assistance area, by code",
    "--horizon": "by when, by code",
    "--priority": "how urgent, by code",
    "--owner": "who is to see to it",
    "--after": "what it builds on: ids, separated by spaces",
    "--moves": "the indicators it should move: codes, separated by spaces",
    "--reason": "why; kept with it",
    "--profile": "for whom; internal unless said",
    "--output": "what to write",
    "--headquarters": "headquarters' own key, to seal to",
    "--organisation": "yours, as it stands on the card",
    "FILE": "a mission, or a registry",
    "FILE.mission": "a mission file",
    "ANSWERS.csv": "columns reference,value and, if wanted, evidence,note…; or an ODK submission",
    "DEST": "a folder or a new file, best on another disk",
    "VALUE": "as the form keeps it: a number, a date, the code of a choice",
    "AREA": "an assistance area, by its code in plan list",
    "ID": "its id or number, by plan list",
    "status": "what became of it",
    "OUT.pdf": "a report, a parcel, a mission pack or a contact card",
    "RECEIPT": "the beginning of a receipt's id, by receive",
    "CONFLICT": "its id, by inbox",
    "FORM": "a shipped form's id, an .xlsx, a folder of CSV files, an XForm",
    "NEWER.pack": "of the same headquarters",
    "DIR": "a new folder, or an earlier demo's",
}
"""What arguments mean that mean the same in every verb, by option or name."""

_NO = {
    "demo": "a sample does not show what it is made to show",
    "check": "something breaks a rule, waits for a decision or is not whole",
    "form check": "the form has problems",
    "inspect": "the parcel or a page was altered, or there is no parcel",
    "receive": "a file was refused, or waits for trust",
    "exchange": "a file was refused, or waits for trust",
    "retry": "something still waits",
    "meeting disagreements": "one is open",
}
"""When a verb answers no; others do where a file cannot be used."""

_MORE = "assessor {verb} --help says what a verb takes, with examples."
_WIDTH = 96
_USELESS = "a file is damaged, altered, too new or locked, or its form cannot be used"


Verb = tuple[str, str, argparse.ArgumentParser]
"""A verb's words, what its parent says of it, and its parser."""


def verbs_of(verb: argparse.ArgumentParser, path: tuple[str, ...] = ()) -> Iterator[Verb]:
    """The verbs beneath a command line or a verb, and those beneath them."""
    for action in verb._actions:
        if isinstance(action, argparse._SubParsersAction):
            told = {each.dest: each.help or "" for each in action._choices_actions}
            for name, inner in action.choices.items():
                yield " ".join((*path, name)), told[name], inner
                yield from verbs_of(inner, (*path, name))


def explain(top: argparse.ArgumentParser) -> None:
    """Give each verb of a command line what its own --help lacks."""
    top.formatter_class = argparse.RawDescriptionHelpFormatter
    top.epilog = "\n".join((_MORE.format(verb="VERB"), "", *_status(_USELESS)))
    for words, does, verb in verbs_of(top):
        verb.formatter_class = argparse.RawDescriptionHelpFormatter
        said = (f"{does[:1].upper()}{does[1:]}.", verb.description or "")
        verb.description = "\n".join(fill(each, _WIDTH) for each in said if each)
        verb.epilog = "\n".join(_ends(words) if words in EXAMPLES else (_more(words),))
        for action in verb._actions:
            action.help = action.help or _meaning(action)


def _more(words: str) -> str:
    return _MORE.format(verb=f"{words} VERB")


def _ends(words: str) -> Iterator[str]:
    yield "examples:"
    yield from (f"  assessor {line}" for line in EXAMPLES[words])
    yield ""
    yield from _status(_NO.get(words, _USELESS))


def _status(no: str) -> Iterator[str]:
    yield "exit status:"
    yield "  0  done"
    yield f"  1  the answer is no: {no}"
    yield "  2  called wrongly, or refused; standard error says why"


def _meaning(action: argparse.Action) -> str | None:
    named = (*reversed(action.option_strings), action.metavar, action.dest)
    return next((_ARGUMENTS[str(name)] for name in named if str(name) in _ARGUMENTS), None)
