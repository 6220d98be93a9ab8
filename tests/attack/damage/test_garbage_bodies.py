"""An entry by another program holds what no part of Assessor writes: its author is a member."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor.assessment.assessment import Assessment
from assessor.cli.main import main
from assessor.parcel.keys.identity import load_identity
from assessor.registry.receive.receiver import receive
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import Laptop, laptop, small_form
from tests.support.parcel.parcel_files import stranger_entries
from tests.support.report.canary_form import FORM, fill

LONG = "9" * 5000
REPORTS, POLICE = "/data/police/reports", "/data/police"
BODIES = {
    "sources that are a number": ("answer", REPORTS, {"value": "3", "sources": 5}),
    "sources that are a text": ("answer", REPORTS, {"value": "3", "sources": "ab"}),
    "weighed that is a number": ("answer", REPORTS, {"value": "3", "weighed": 7}),
    "a number of 5,000 digits": ("answer", REPORTS, {"value": LONG}),
    "a number that is a power": ("answer", "/data/courts/backlog", {"value": "1e999999"}),
    "a number in superscript": ("answer", REPORTS, {"value": "²"}),
    "so many people": ("source", "s1", {"kind": "meeting", "cluster": "pol", "people": LONG}),
    "a size that is a word": ("evidence", "e1", {"size": "abc", "sha256": "ab" * 32,
                                                 "reference": REPORTS, "name": "a"}),
    "a source without a name": ("source", "s2", {"kind": "meeting", "cluster": "pol"}),
    "a member who is no key": ("member", "/data/police", {"note": "x"}),
    "so much money": ("recommendation", "0" * 12, {"owner": "Police", "start": "2027-01-01",
                                                   "amount": "1e400", "currency": "EUR"}),
}  # fmt: skip


@pytest.fixture
def ana(tmp_path: Path) -> Laptop:
    """Ana's mission."""
    made = laptop(tmp_path, "Ana")
    with made.create(small_form(tmp_path, FORM)) as mission:
        fill(mission)
        mission.seal()
    return made


@pytest.mark.parametrize("who", ["member", "stranger"])
@pytest.mark.parametrize("name", BODIES)
def test_a_body_of_another_program_stops_nothing(
    tmp_path: Path, ana: Laptop, name: str, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mission did not open, or no report of it was written, for one entry of a colleague."""
    kind, key, body = BODIES[name]
    signer = ana.identity() if who == "member" else load_identity(tmp_path / "stranger", "Bo")
    with Mission.open(ana.mission) as mission:
        receive(mission, [stranger_entries(tmp_path, mission, signer, {(kind, key): body})])
    with Assessment.open(ana.mission, identity=ana.identity()) as opened:
        assert opened.instance.answers()
    monkeypatch.setenv("ASSESSOR_HOME", str(ana.folder / "profile"))
    registry = str(tmp_path / "hq.registry")
    for verb in (
        *(("export", str(ana.mission), "-o", str(tmp_path / f"{profile}.pdf"), "--profile", profile,
           "--docx", "--xlsx") for profile in ("internal", "government", "public")),
        ("tonight", str(ana.mission)), ("team", str(ana.mission)),
        ("inbox", str(ana.mission)), ("plan", "list", str(ana.mission)),
        ("receive", registry, str(tmp_path / "internal.pdf")),
        ("compare", registry), ("publish", registry, "--sqlite", str(tmp_path / "t")),
    ):  # fmt: skip
        assert main(list(verb)) == 0, verb
