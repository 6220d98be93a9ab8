"""JavaRosa, the engine of ODK Collect, opens what is filled here and holds the same values."""

from __future__ import annotations

import csv
import itertools
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from assessor.form import submission, xlsform
from assessor.form.instance import Instance
from assessor.form.parse import parse
from assessor.form.source import FormSource
from tests.bench import Row

REPOSITORY = Path(__file__).resolve().parents[2]
INSTRUMENT = REPOSITORY / "forms" / "cybercrime_needs"
COUNTRIES = ("XSV", "XSH", "XTL", "XNY")


def run() -> list[Row]:
    """How many values differ, for a new instance and the four sample missions; none may."""
    jar = next(Path(sys.prefix).rglob("ODK_Validate.jar"), None)
    if shutil.which("javac") is None or jar is None:
        return [Row("Java is not here: nothing is submitted to JavaRosa", 0.0)]
    source = FormSource(xlsform.read(INSTRUMENT).xform)
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
    return rows


def filled(source: FormSource, country: str) -> Instance:
    """The instrument, with the answers of a sample mission outside repeats."""
    counter = itertools.count()
    instance = Instance(
        parse(source),
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
    (work / "submission.xml").write_bytes(submission.write(instance))
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
