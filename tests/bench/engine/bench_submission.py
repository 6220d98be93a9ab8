"""JavaRosa, the engine of ODK Collect, opens what is filled here and holds the same values."""

from __future__ import annotations

import csv
import itertools
import json
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from assessor.form.authoring import xlsform
from assessor.form.live import submission
from assessor.form.live.instance import Instance
from assessor.form.model.datatypes import parse_moment, parse_time
from assessor.form.parse.form_parser import parse_form
from assessor.form.parse.form_source import FormSource
from tests.bench import Row
from tests.bench.engine.answering import answer_all
from tests.conformance.pyxform_forms import NOW, stand_ins
from tests.conformance.session import Session, load, same_value

REPOSITORY = Path(__file__).resolve().parents[3]
INSTRUMENT = REPOSITORY / "forms" / "cybercrime_needs"
CORPUS = REPOSITORY.parent / "shared" / "conformance" / "pyxform_forms.jsonl"
LATER = 90_061_001
"""Milliseconds between two clocks under which values that change are the clock's."""
COUNTRIES = ("XSV", "XSH", "XTL", "XNY")


def run() -> list[Row]:
    """How many values differ, for a new instance and the four sample missions; none may."""
    jar = next(Path(sys.prefix).rglob("ODK_Validate.jar"), None)
    if shutil.which("javac") is None or jar is None:
        return [Row("Java is not here: nothing is submitted to JavaRosa", 0.0)]
    source = FormSource(xlsform.read_form(INSTRUMENT).xform)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        shutil.copy(REPOSITORY / "tests" / "bench" / "java" / "AcceptJR.java", work)
        subprocess.run(
            ["javac", "-nowarn", "-cp", str(jar), "AcceptJR.java"],
            cwd=work,
            check=True,
            capture_output=True,
        )
        (work / "form.xml").write_text(source.xform, encoding="utf-8")
        for country in ("", *COUNTRIES):
            instance = filled(source, country)
            differing = different(instance, accepted(work, jar, instance, new=not country))
            name = f"values that differ in JavaRosa, {country or 'a new instance'}"
            note = "; ".join(differing[:3])
            rows.append(Row(name, float(len(differing)), "values", at_most=0.5, note=note))
        if CORPUS.is_file():
            rows.append(initial_states(work, jar))
            rows += filled_forms(work, jar)
    return rows


def filled_forms(work: Path, jar: Path) -> list[Row]:
    """Every form of pyxform's that JavaRosa loads, answered at random, opened in JavaRosa.

    JavaRosa gets the form and the submission, as an ODK server hands them to an editor. Values
    that clock or chance decide are found by opening the submission here under another clock and
    another chance, and not compared.
    """
    folder = work / "filled"
    folder.mkdir()
    ours: dict[str, tuple[Session, Session]] = {}
    for case in map(json.loads, CORPUS.read_text(encoding="utf-8").splitlines()):
        form = load(case["xform"], stand_ins(case["xform"])).form
        if form is None:
            continue
        made = Session(form, NOW, "UTC")
        answer_all(made.instance, Random(case["id"]))
        made.instance.finish()
        xml = made.xml()
        ours[case["id"]] = (
            Session.opened(form, xml, "UTC", NOW),
            Session.opened(form, xml, "UTC", NOW + LATER, random=Random(2)),
        )
        (folder / f"{case['id']}.xml").write_text(case["xform"], encoding="utf-8")
        (folder / f"{case['id']}.submission").write_text(xml, encoding="utf-8")
    theirs = told(work, jar, "filled")
    accepted = values = 0
    refused, differing = [], []
    for name, (session, other) in ours.items():
        if name not in theirs:
            continue
        lines = theirs[name]
        wrong = [
            f"{name} {path}: {value!r}"
            for path, value, relevant in (line for line in lines if len(line) == 3)
            if not _same(session, other, path, value, relevant == "true")
        ]
        values += len(lines)
        differing += wrong
        valid = ["valid", "true"] in lines
        as_here = valid == (not session.instance.violations())
        accepted += as_here and not wrong
        refused += [] if as_here else [name]
    share = 100 * accepted / len(theirs)
    note = f"of {len(theirs)} forms, {values} values; {'; '.join([*refused, *differing][:3])}"
    return [
        Row("filled forms, held and judged alike by JavaRosa", share, "%", note=note),
        Row("filled forms that JavaRosa does not accept", len(theirs) - accepted, "", at_most=0.5),
    ]


def _same(session: Session, other: Session, path: str, value: str, relevant: bool) -> bool:
    """Whether a node is as JavaRosa has it, or as clock or chance decide."""
    try:
        node, elsewhere = session.node(path), other.node(path)
    except LookupError:
        return False
    if node.relevant != relevant:
        return node.relevant != elsewhere.relevant
    if not relevant:
        return True
    found, again = node.value, elsewhere.value
    return (
        found != again
        or same_value(found.replace("\n", "\\n"), value)
        or TRUTH.get(found) == value
        or _moment(found, value)
    )


TRUTH = {"true": "1", "false": "0"}
"""How JavaRosa writes truth values while it holds them."""


def _moment(one: str, other: str) -> bool:
    """Whether two texts are one moment: JavaRosa writes them in the offset of its machine."""
    if parse_time(one) and parse_time(other):  # a time of day has no day for an offset to change
        moments = (parse_moment(f"2026-01-01T{text}", UTC) for text in (one, other))
        return len({moment and moment.astimezone(UTC).time() for moment in moments}) == 1
    first, second = parse_moment(one, UTC), parse_moment(other, UTC)
    return first is not None and first == second


def told(work: Path, jar: Path, folder: str) -> dict[str, list[list[str]]]:
    """What JavaRosa says of every form in a folder that it can load and judge, line by line."""
    done = subprocess.run(
        ["java", "-cp", f"{jar}:.", "AcceptJR", folder],
        cwd=work,
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, list[list[str]]] = {}
    for cells in (line.split("\t") for line in done.stdout.splitlines()):
        if cells[0] == "#":
            name = cells[1].removesuffix(".xml")
        elif cells[0] == "!":
            found.pop(name, None)
        else:
            found.setdefault(name, []).append(cells)
    return found


def initial_states(work: Path, jar: Path) -> Row:
    """How much of what JavaRosa says of new instances of pyxform's forms differs here."""
    cases = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    folder = work / "all"
    folder.mkdir()
    for case in cases:
        (folder / f"{case['id']}.xml").write_text(case["xform"], encoding="utf-8")
    theirs = told(work, jar, "all")
    facts, differing = 0, list[str]()
    for case in cases:
        form = load(case["xform"], stand_ins(case["xform"])).form
        if case["id"] not in theirs or form is None:
            continue
        session = Session(form, NOW, "UTC")
        other = Session(form, NOW + LATER, "UTC", random=Random(2))
        for path, value, relevant in (line for line in theirs[case["id"]] if len(line) == 3):
            facts += 1
            if not _same(session, other, path, value, relevant == "true"):
                differing.append(f"{case['id']} {path}: {value!r}")
    share = 100 * len(differing) / facts
    note = f"{facts} values and relevances; {'; '.join(differing[:3])}"
    return Row("initial state unlike JavaRosa's, pyxform's forms", share, "%", at_most=1, note=note)


def filled(source: FormSource, country: str) -> Instance:
    """The instrument, with the answers of a sample mission outside repeats."""
    counter = itertools.count()
    instance = Instance(
        parse_form(source),
        now=lambda: datetime(2026, 11, 24, 9, tzinfo=UTC),
        new_id=lambda: f"a{next(counter):07d}",
    )
    where = {bind.name: path for path, bind in instance.form.binds.items() if not bind.depth}
    with (INSTRUMENT / "samples" / "answers.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["iso3"] == country and row["question"] in where:
                instance.set(where[row["question"]], row["value"])
    return instance


def accepted(work: Path, jar: Path, instance: Instance, new: bool) -> dict[str, str]:
    """Every value JavaRosa holds, by path with positions."""
    (work / "submission.xml").write_bytes(submission.write_submission(instance))
    arguments = ["form.xml"] if new else ["form.xml", "submission.xml"]
    done = subprocess.run(
        ["java", "-cp", f"{jar}:.", "AcceptJR", *arguments],
        cwd=work,
        check=True,
        capture_output=True,
        text=True,
    )
    lines = (line.split("\t") for line in done.stdout.splitlines())
    return {cells[0]: cells[1] for cells in lines if len(cells) == 3 and cells[2] == "true"}


def different(instance: Instance, theirs: dict[str, str]) -> list[str]:
    """The relevant leaves whose values are not the same text or number; moments aside."""
    found = []
    for path, value in theirs.items():
        reference = _by_id(instance, path)
        node = instance.node(reference)
        if node.type == "dateTime" or path.endswith("instanceID"):
            continue
        ours = node.value.replace("\n", "\\n")
        if ours != value and not _same_number(ours, value):
            found.append(f"{path}: {ours!r}, JavaRosa {value!r}")
    return found


def _by_id(instance: Instance, path: str) -> str:
    found = ""
    for part in re.findall(r"/[^/]+", path):
        name, bracket, position = part.rstrip("]").partition("[")
        found += name
        if bracket and instance.node(found).kind == "repeat":
            found = instance.node(found).children[int(position) - 1].reference
    return found


def _same_number(one: str, other: str) -> bool:
    try:
        return abs(float(one) - float(other)) < 1e-9
    except ValueError:
        return False
