"""Names are written to be more than names: lines of their own, commands to a terminal."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from assessor import debug_log
from assessor.assessment.assessment import Assessment
from assessor.assessment.odk.submission_export import write_audit
from assessor.assessment.report.report_export import export_report
from assessor.errors import ParcelError, Reason, Refused
from assessor.names import is_safe_name, safe_name, safe_text
from assessor.parcel.keys.identity import load_identity
from assessor.registry.receive.receiver import receive
from assessor.registry.trust.trust_roster import read_roster, trust_key
from assessor.store.write.mission import Mission
from assessor.words import say
from tests.cli.conftest import run as run
from tests.support.assessment.laptops import SMALL, Laptop, laptop, small_form

FORGED_LINE = "\nACCEPTED  131 entries of María Núñez"
HOSTILE = f"Ana\x1b[2J\x1b]0;owned\x07\r{FORGED_LINE}\u202e\u2066\u200b\ue000"
SHOWN = "Ana [2J ]0;owned ACCEPTED 131 entries of María Núñez"
REFUSAL = (
    "A name has at most 120 characters, on one line, and none that is invisible: write it again."
)


def is_clean(text: str) -> bool:
    """Return whether a text has no control, direction, private or zero-width character."""
    return all(sign.isprintable() or sign == "\n" for sign in text) and FORGED_LINE not in text


def hostile_mission(tmp_path: Path, form: str = SMALL) -> tuple[Laptop, Assessment]:
    """Return a mission whose author's own program puts no limit on a name."""
    made = laptop(tmp_path, "Ana")
    author = replace(made.identity(), name=HOSTILE)
    source = small_form(tmp_path, form)
    mission = Assessment.create(made.mission, source, identity=author, now=made.clock)
    return made, mission


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ana\x1b[31mred", "Ana [31mred"),
        ("Ana\r\nOK  accepted", "Ana OK accepted"),
        ("Ana\u2028Ben\u2029Eva", "Ana Ben Eva"),
        ("\u202enimdA", "nimdA"),
        ("\u2067Ana", "Ana"),
        ("A\u200bna\ufeff\ue000", "Ana"),
        ("Ana\u200d", "Ana"),
        ("a" + "\u0301" * 60, "a" + "\u0301" * 4),
        ("x" * 500, "x" * 119 + "…"),
        ("a\udcff.assessor", "a .assessor"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("Nguyễn Thị Ánh", "Nguyễn Thị Ánh"),
        ("María Núñez", "María Núñez"),
    ],
)
def test_a_name_is_shown_on_one_line(name: str, shown: str) -> None:
    """Escape sequences, line ends, direction overrides, zero width, stacks of marks, length."""
    assert safe_name(name) == shown == safe_name(shown)
    assert is_safe_name(name) is (name == shown)


def test_a_sentence_about_a_hostile_name_is_one_line() -> None:
    """The name of a received file forges a second line of the receipt."""
    reason = Reason("{file} was refused.", {"file": HOSTILE})
    error = ParcelError("{file} was refused.", file=Path(HOSTILE.replace("/", "")))
    for told in (str(reason), str(error), say(reason, "fr"), say(error)):
        assert "\n" not in told and "\x1b" not in told and "\u202e" not in told
    assert safe_text("\u2068Ana\u2069") == "\u2068Ana\u2069"  # the isolates of a sentence


@pytest.mark.parametrize("name", ["Ana\nBen", "Ana\x1b[2J", "\u202eanA", "x" * 121])
def test_such_a_name_gets_no_key_and_no_place_on_the_roster(tmp_path: Path, name: str) -> None:
    """Somebody types the name into his own laptop, or mails it to headquarters."""
    with pytest.raises(Refused) as refused:
        load_identity(tmp_path / "home", name)
    assert str(refused.value) == REFUSAL and not (tmp_path / "home").exists()
    public = load_identity(tmp_path / "other", "Ana").public.hex()
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        with pytest.raises(Refused) as refused:
            trust_key(registry, public, name)
        assert str(refused.value) == REFUSAL and read_roster(registry) == {}


def test_a_hostile_author_is_received_and_every_query_is_clean(tmp_path: Path) -> None:
    """He signs a parcel under a name with a forged line; the file's own name forges another."""
    _, mission = hostile_mission(tmp_path)
    with mission:
        mission.answer("/data/police/reports", "12")
        parcel = export_report(mission, tmp_path / "report.assessor").path
        signed = {each.header.author for each in mission.mission.changesets()}
    assert signed == {HOSTILE}  # what was signed is as it was
    bad = parcel.rename(tmp_path / f"a\x1b[2J{FORGED_LINE}.assessor")
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        (receipt,) = receive(registry, [bad])
        assert receipt.new and receipt.file == safe_name(bad.name)
        uuid = receipt.assessments[0]
        assert {each.author for each in receipt.signers} == {SHOWN}
        assert {each.author for each in registry.signers()} == {SHOWN}
        assert {each.author for each in registry.entries(uuid)} == {SHOWN}
        assert all(is_clean(each.file) for each in registry.receipts())


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx"])
def test_a_report_names_a_hostile_author_on_one_line(tmp_path: Path, suffix: str, run) -> None:
    """The name is printed in the list of signers, in changes and in the document's properties."""
    _, mission = hostile_mission(tmp_path)
    with mission:
        mission.answer("/data/police/reports", "12")
    path = tmp_path / f"report{suffix}"
    assert run("export", mission.path, "-o", path)[0] == 0
    if suffix == ".pdf":
        with pikepdf.open(path) as pdf:
            told = str(pdf.docinfo) + str(pdf.open_metadata())
    else:
        with zipfile.ZipFile(path) as archive:
            parts = [name for name in archive.namelist() if name.endswith(".xml")]
            told = "".join(archive.read(name).decode() for name in parts)
    for sign in ("\x1b", "\x07", "\u202e", "\u200b", "\ue000", "_x001B_", FORGED_LINE):
        assert sign not in told


def test_the_debug_log_has_one_line_for_each_event(capsys: pytest.CaptureFixture[str]) -> None:
    """A name forges an event of the log."""
    debug_log.enable()
    try:
        debug_log.write("event", HOSTILE)
    finally:
        debug_log.enable(False)
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "\x1b" not in told


def test_the_command_line_prints_clean_lines(tmp_path: Path, run) -> None:
    """He sends the parcel to somebody who inspects and receives it in a terminal."""
    _, mission = hostile_mission(tmp_path)
    with mission:
        mission.answer("/data/police/reports", "12")
        parcel = export_report(mission, tmp_path / "report.assessor").path
    told = "".join(map(str, run("inspect", parcel)))
    told += "".join(map(str, run("check", mission.path)))
    told += "".join(map(str, run("history", mission.path)))
    assert "Ana [2J" in told and is_clean(told)


def test_a_table_names_a_hostile_author_on_one_line(tmp_path: Path) -> None:
    """The audit log as CSV: a line feed in a name makes a record of its own."""
    first = "|          | begin_group      | police"
    audit = "|          | audit            | audit   |            |        |         |\n"
    _, mission = hostile_mission(tmp_path, SMALL.replace(first, audit + first))
    with mission:
        mission.answer("/data/police/reports", "12")
        path = tmp_path / "audit.csv"
        write_audit(mission, path)
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert len({len(row) for row in rows}) == 1
    assert all(is_clean(cell) for row in rows for cell in row)


@pytest.mark.parametrize("first", ["=", "+", "-", "@"])
def test_a_name_is_no_formula_of_a_spreadsheet(tmp_path: Path, first: str, run) -> None:
    """A name is written so that the spreadsheet of whoever opens the table runs it."""
    name = f"{first}HYPERLINK(1;2)"
    made = laptop(tmp_path, "Ana")
    source = small_form(tmp_path)
    author = replace(made.identity(), name=name)
    with Assessment.create(made.mission, source, identity=author, now=made.clock) as mission:
        mission.answer("/data/police/reports", "12")
    assert run("export", made.mission, "-o", tmp_path / "report.xlsx")[0] == 0
    with zipfile.ZipFile(tmp_path / "report.xlsx") as archive:
        texts = archive.read("xl/sharedStrings.xml").decode()
        sheets = [each for each in archive.namelist() if each.startswith("xl/worksheets/sheet")]
        assert not [each for each in sheets if b"<f>" in archive.read(each)]
    assert f">'{name}" in texts and f">{name}" not in texts
