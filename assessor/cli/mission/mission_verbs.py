"""Verbs on one mission file: new, fill, show, check, score, backup."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.references import resolve
from assessor.assessment.core import signer_trust
from assessor.assessment.core.answer import answer_of
from assessor.assessment.core.signer_trust import Trust
from assessor.assessment.mission.mission_start_packs import previous_answers
from assessor.assessment.odk.answer_import import fill
from assessor.assessment.odk.statement_import import hear
from assessor.assessment.review.mission_check import check, check_each
from assessor.assessment.review.score_trace import traced
from assessor.cli.base import console
from assessor.cli.base.options import file_place, me, opened, passphrase, passphrase_of
from assessor.cli.setup.pack import begin_from, is_pack_file
from assessor.errors import FileError, Refused
from assessor.form.labels.styled_text import plain_text
from assessor.store.model.entry import Entry, in_conflict
from assessor.store.write.mission import Mission


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verbs of this module."""
    _new_verb(verbs)
    filling = verbs.add_parser("fill", help="answer from a CSV file or an ODK submission")
    file_place(filling)
    filling.add_argument("answers", type=Path, metavar="ANSWERS.csv")
    filling.add_argument(
        "--as-statements",
        default="",
        metavar="SOURCE",
        help="of a submission: what this source said, beside the team's answers; a name or an id",
    )
    filling.set_defaults(run=_fill)

    show = verbs.add_parser("show", help="print answers, one question, its history")
    file_place(show)
    show.add_argument("--reference", metavar="REF", help="one question: its name or reference")
    show.add_argument("--history", action="store_true", help="everything ever said on it")
    show.add_argument("--json", action="store_true")
    show.set_defaults(run=_show)

    checking = verbs.add_parser(
        "check", help="violations, unanswered, conflicts, integrity, signatures"
    )
    file_place(checking)
    checking.add_argument("--json", action="store_true")
    checking.set_defaults(run=_check)

    scoring = verbs.add_parser("score", help="the scores by the form's own rules")
    file_place(scoring)
    scoring.add_argument("--json", action="store_true", help="with all that carries each score")
    scoring.set_defaults(run=_score)

    backup = verbs.add_parser("backup", help="a verified copy of a mission file")
    backup.add_argument("file", type=Path, metavar="FILE")
    backup.add_argument("destination", type=Path, metavar="DEST")
    passphrase(backup)
    backup.set_defaults(run=_backup)


def _new_verb(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    new = verbs.add_parser("new", help="make a mission file")
    new.add_argument(
        "form",
        metavar="FORM",
        help="a shipped form's id, an .xlsx, a CSV folder, an XForm, or a mission .pack",
    )
    new.add_argument("-o", "--output", required=True, type=Path, metavar="FILE.mission")
    new.add_argument("--assessor", required=True, metavar="NAME", help="who fills")
    new.add_argument("--country", default="", metavar="ISO3")
    new.add_argument("--language", default="", metavar="LANG")
    new.add_argument(
        "--passphrase-file", type=Path, metavar="F", help="encrypt; the file's first line"
    )
    new.add_argument(
        "--anyway", action="store_true", help="use the form though it has problems, if it can be"
    )
    new.add_argument(
        "--pack-passphrase-file", type=Path, metavar="F", help="its first line opens the pack"
    )
    new.add_argument("--words", metavar="WORDS", help="headquarters' six words, from its letter")
    new.set_defaults(run=_new)


def _new(given: argparse.Namespace) -> int:
    with begin_from(given) if is_pack_file(given.form) else _begin(given) as made:
        asked = made.progress()
        language = f", in {made.language}" if made.language else ""
        console.line(f"{given.output}: {made.form.title}, {asked.relevant} questions{language}")
    return 0


def _begin(given: argparse.Namespace) -> Assessment:
    from assessor.assessment.mission.form_files import form_source

    return Assessment.create(
        given.output,
        form_source(given.form),
        identity=me(given.assessor),
        country=given.country,
        language=given.language,
        passphrase=passphrase_of(given),
        anyway=given.anyway,
    )


def _fill(given: argparse.Namespace) -> int:
    with opened(given) as assessment:
        if given.as_statements:
            return _hear(assessment, given.answers, given.as_statements)
        done = fill(assessment, given.answers)
        progress = assessment.progress()
        console.line(
            f"{done} answers written; {progress.answered} of {progress.relevant} questions answered"
        )
    return 0


def _hear(assessment: Assessment, path: Path, source: str) -> int:
    heard = hear(assessment, path, source)
    console.line(f"{heard.new} statements kept, {heard.known} known already")
    for reference in heard.left:
        console.line(f"{reference}: is no question that sources are asked, or not in this mission")
    return 0


def _show(given: argparse.Namespace) -> int:
    with opened(given) as assessment:
        if given.reference is None:
            return _show_all(assessment, given.json)
        reference = resolve(assessment.instance, given.reference)
        try:
            node = assessment.node(reference)
        except KeyError:
            raise Refused("The form has no question {name}.", name=given.reference) from None
        if given.history:
            trust = assessment.trust()
            entries = [entry_facts(entry, trust) for entry in assessment.history(reference)]
            if given.json:
                console.as_json(entries)
            else:
                console.table(
                    _history_rows(entries),
                    ("when", "who", "value", "evidence", "note", "decided because"),
                )
            return 0
        facts = question_facts(assessment, reference, assessment.trust())
        before = previous_answers(assessment.mission).get(reference)
        facts["previous"] = before.value if before else ""
        if given.json:
            console.as_json(facts | {"label": node.label})
        else:
            console.line(plain_text(node.label))
            console.table(
                (name, fact) for name, fact in facts.items() if fact not in ("", False, [])
            )
    return 0


def _show_all(assessment: Assessment, json: bool) -> int:
    trust = assessment.trust()
    questions = [
        question_facts(assessment, node.reference, trust)
        for node in assessment.instance.questions()
        if node.control != "note" and (node.value or not assessment.shown(node.reference).is_blank)
    ]
    if json:
        progress = assessment.progress()
        console.as_json(
            {
                "form": assessment.form.id,
                "version": assessment.form.version,
                "assessment": assessment.uuid,
                "answered": progress.answered,
                "relevant": progress.relevant,
                "answers": questions,
            }
        )
        return 0
    for question in questions:
        mark = "  (conflict)" if question["conflict"] else ""
        mark += f"  (as published by {question['told_by']})" if question["published"] else ""
        console.line(f"{question['reference']} = {question['value']}{mark}")
    return 0


def question_facts(assessment: Assessment, reference: str, trust: Trust) -> dict[str, Any]:
    """What is held on one question, for printing."""
    node = assessment.node(reference)
    said = assessment.shown(reference)
    told = said.entry.published if said.entry else ""
    by = assessment.mission.entry(told) if told else said.entry  # whose words these are
    return {
        "reference": reference,
        "value": node.value,
        **{name: part for name, part in said.body().items() if name != "value"},
        "relevant": node.relevant,
        "violation": node.violation.message if node.violation else "",
        "conflict": in_conflict(assessment.heads("answer", reference)),
        "author": said.entry.author if said.entry else "",
        "standing": trust.of(by.signer) if by else "",
        "entry": said.entry.name if said.entry else "",
        "published": told,
        "told_by": (by.author or "somebody not named") if told and by else "",
    }


def entry_facts(entry: Entry, trust: Trust) -> dict[str, Any]:
    """What one entry says, for printing."""
    said = answer_of(entry)
    return {
        "entry": entry.name,
        "author": entry.author,
        "signer": entry.signer,
        "standing": trust.of(entry.signer),
        "at": console.moment(entry.at),
        "gone": entry.gone,
        "withheld": entry.body is None and not entry.gone,
        "value": said.value,
        **{name: part for name, part in said.body().items() if name != "value"},
        "parents": list(entry.parents),
    }


def marked(facts: dict[str, Any]) -> str:
    """Who said something, and whether nobody vouched for their key."""
    return signer_trust.marked(facts["author"], facts["standing"])


def _history_rows(entries: list[dict[str, Any]]) -> list[tuple[object, ...]]:
    return [
        (
            each["at"],
            marked(each),
            each["value"],
            each.get("evidence", ""),
            each.get("note", ""),
            each.get("decision", ""),
        )
        for each in entries
    ]


def _check(given: argparse.Namespace) -> int:
    if given.assessment is None:
        secret = passphrase_of(given)
        with Mission.open(given.file, passphrase=secret, read_only=True) as mission:
            if mission.role == "registry" and len(mission.assessments()) > 1:
                return _check_each(mission, as_json=given.json)
    with opened(given) as assessment:
        found = check(assessment)
    if given.json:
        console.as_json(found.facts())
    else:
        for sentence in found.sentences():
            console.line(sentence)
    return 0 if found.is_clean else 1


def _check_each(mission: Mission, *, as_json: bool) -> int:
    """Check a registry and each of its assessments, told as they are checked."""
    whole, found, count = mission.check(), {}, len(mission.assessments())
    faults = 0
    if not as_json:
        for problem in whole:
            console.line(f"FILE      {problem}")
    with console.progress() as tell:
        for at, (assessment, one) in enumerate(check_each(mission, me())):
            tell(assessment.title, at, count)
            faults += not one.is_clean
            if as_json:
                found[assessment.uuid] = one.facts()
                continue
            console.line(f"{assessment.title}  {assessment.uuid[:8]}")
            for sentence in one.sentences():
                console.line(f"  {sentence}")
    if as_json:
        clean = not (whole or faults)
        console.as_json({"clean": clean, "problems": list(whole), "assessments": found})
    else:
        console.line(
            f"{count} assessments, {faults} need a person; {len(whole)} problems with the file"
        )
    return 1 if whole or faults else 0


def _score(given: argparse.Namespace) -> int:
    with opened(given) as assessment:
        facts = traced(assessment, console.language_of_person())
    if not facts:
        raise Refused("This form declares no scores.")
    if given.json:
        console.as_json({"assessment": assessment.uuid} | facts)
        return 0
    _say_sections(facts["dimensions"])
    console.line(
        f"  overall {facts['overall_asserted']} asserted, {facts['overall_evidenced']} evidenced, "
        f"{facts['overall_floor']}–{facts['overall_ceiling']} possible, "
        f"coverage {facts['coverage']} %"
    )
    return 0


def _say_sections(sections: dict[str, dict[str, Any]]) -> None:
    """The scores of each section, by code, as a table."""
    rows = (
        (
            code,
            part["asserted"],
            part["evidenced"],
            f"{part['floor']}–{part['ceiling']}",
            part["lowest"],
            f"{part['rated']}/{part['of']}",
            part["need"],
            part["priority"],
            part["title"],
        )
        for code, part in sections.items()
    )
    head = "section asserted evidenced range lowest rated need priority title"
    console.table(rows, tuple(head.split()))


def _backup(given: argparse.Namespace) -> int:
    if given.destination.is_file():
        raise FileError("{name} exists already: choose another name.", name=given.destination.name)
    with Mission.open(given.file, passphrase=passphrase_of(given)) as mission:
        mission.backup(given.destination)
    console.line(f"{given.destination}: copied and read back whole")
    return 0
