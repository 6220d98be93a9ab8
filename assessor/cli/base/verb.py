"""A verb: how its module declares it, and the parser that is made of it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import fill

Run = Callable[[argparse.Namespace], int | None]
AddArgument = Callable[[argparse._ActionsContainer], object]

UNUSABLE = "a file is damaged, altered, too new or locked, or its form cannot be used"
QUARANTINED = "a file was refused, or waits for trust"

_SHARED_HELP = {
    "--json": "print one JSON value, for programs",
    "--country": "three letters (ISO 3166), as in the form's list",
    "--language": "a code such as fr, or a language's name in the form",
    "--assessment": "the assessment, if the file is a registry",
    "--passphrase-file": "a file whose first line is the passphrase",
    "--note": "a note that is stored with it",
    "--institution": "the institution you meet",
    "--place": "the place of the meeting",
    "--section": "its section, by code",
    "--text": "the recommendation",
    "--area": "its assistance area, by code",
    "--horizon": "the time limit, by code",
    "--priority": "the priority, by code",
    "--owner": "who is responsible",
    "--after": "the recommendations it builds on: ids, separated by spaces",
    "--moves": "the indicators it should improve: codes, separated by spaces",
    "--reason": "the reason, stored with it",
    "--profile": "the audience (internal if left out)",
    "--output": "the file to write",
    "--headquarters": "headquarters' own key, for sealing",
    "--organisation": "your organisation, as printed on the card",
    "FILE": "a mission or a registry",
    "FILE.mission": "a mission file",
    "ANSWERS.csv": "columns reference, value and optionally evidence, note…; or an ODK submission",
    "DEST": "a folder or a new file, if possible on another disk",
    "VALUE": "the value as the form stores it: a number, a date, the code of a choice",
    "AREA": "an assistance area, by its code in plan list",
    "ID": "its id or number in plan list",
    "status": "the status",
    "OUT.pdf": "a report, a parcel, a mission pack or a contact card",
    "RECEIPT": "the beginning of a receipt's id, as printed by receive",
    "CONFLICT": "its id, as printed by inbox",
    "FORM": "a shipped form's id, an .xlsx, a folder of CSV files or an XForm",
    "NEWER.pack": "a newer pack of the same headquarters",
    "DIR": "a new folder, or the folder of an earlier demo",
}
"""Help of arguments that mean the same in every verb, by option or metavar."""

_WIDTH = 96


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb as its module declares it; `run` returns the exit status, None for done."""

    run: Run
    arguments: tuple[AddArgument, ...]
    examples: Sequence[str]
    negative: str
    description: str


DECLARED: dict[str, Verb] = {}
"""The verbs of the modules that are imported, by their words."""


def verb(
    words: str,
    *arguments: AddArgument,
    examples: Sequence[str],
    negative: str = UNUSABLE,
    description: str = "",
) -> Callable[[Run], Run]:
    """Declare the verb that a function runs.

    `examples` are command lines without `assessor`; `negative` says when the exit status is 1;
    `description` is printed below the line of help in the verb table.
    """

    def declare(run: Run) -> Run:
        DECLARED[words] = Verb(run, arguments, examples, negative, description)
        return run

    return declare


def verb_parser(words: str, summary: str) -> argparse.ArgumentParser:
    """Make the parser of a declared verb; its defaults hold `run`."""
    verb = DECLARED[words]
    paragraphs = (f"{text[:1].upper()}{text[1:]}." for text in (summary, verb.description) if text)
    parser = argparse.ArgumentParser(
        prog=f"assessor {words}",
        description="\n".join(fill(text, _WIDTH) for text in paragraphs),
        epilog="\n".join((*_examples(verb), "", *exit_status(verb.negative))),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    for add in verb.arguments:
        add(parser)
    for action in parser._actions:
        action.help = action.help or _shared_help(action)
    parser.set_defaults(run=verb.run, error=parser.error)
    return parser


def more_help(group: str = "") -> str:
    """The line of help that names the help of each verb."""
    words = " ".join(filter(None, ("assessor", group, "VERB")))
    return f"{words} --help explains a verb, with examples."


def exit_status(negative: str) -> Iterator[str]:
    """The lines of help on the exit status."""
    yield "exit status:"
    yield "  0  done"
    yield f"  1  the answer is no: {negative}"
    yield "  2  wrong call, or refused; standard error says why"


def _examples(verb: Verb) -> Iterator[str]:
    yield "examples:"
    yield from (f"  assessor {line}" for line in verb.examples)


def _shared_help(action: argparse.Action) -> str | None:
    names = (*reversed(action.option_strings), action.metavar, action.dest)
    return next((_SHARED_HELP[str(name)] for name in names if str(name) in _SHARED_HELP), None)
