"""Somebody dates what they say in the future, so as to be shown first, or so far that it breaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor.assessment.report.report_export import export_report
from assessor.cli.main import main
from assessor.parcel.keys.identity import load_identity
from assessor.parcel.pack.parcel_pack import pack_parcel
from assessor.registry.receive.receiver import receive
from assessor.store.model.changeset_core import LAST_MOMENT
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form

REPORTS = "/data/police/reports"
FAR = 4_070_908_800_000
"""2099-01-01, in ms since 1970."""


@pytest.fixture
def elena(tmp_path):
    """Elena's mission, which she founded and where she answered."""
    with laptop(tmp_path, "Elena").create(small_form(tmp_path)) as mission:
        mission.answer(REPORTS, "6210")
        mission.seal()
        yield mission


def dated(tmp_path: Path, elena, name: str, at: int, value: str = "3") -> Path:
    """Return a parcel in which somebody answers beside her, with a date of their choice."""
    copy_path = tmp_path / "copy.mission"
    elena.mission.backup(copy_path)
    with Mission.open(copy_path) as copy:
        copy.write(elena.uuid, [Draft("answer", REPORTS, {"value": value}, (), at)], name)
        copy.seal(None, load_identity(tmp_path / "far" / name, name))
        path = tmp_path / f"{name}.assessor"
        path.write_bytes(pack_parcel(copy, [elena.uuid]))
    copy_path.unlink()
    return path


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_date_in_the_future_puts_no_stranger_first(tmp_path, elena, order):
    """It is shown after her answer in each order of arrival, and the receipt tells the date."""
    files = [export_report(elena, tmp_path / "e.assessor").path,
             dated(tmp_path, elena, "Mallory", FAR)]  # fmt: skip
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receipts = [receive(registry, [files[at]])[0] for at in order]
        heads = registry.heads(elena.uuid)["answer", REPORTS]
        assert [head.body["value"] for head in heads] == ["6210", "3"]
        assert [one.key for one in registry.conflicts()] == [REPORTS]
        told = " ".join(str(each) for receipt in receipts for each in receipt.reasons)
        assert "Mallory dates entries in the future, up to 2099-01-01" in told


def test_a_date_in_the_future_decides_nothing_among_members(tmp_path, elena):
    """A member's answer beside hers waits for a person, whatever its date; the receipt tells it."""
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive(registry, [export_report(elena, tmp_path / "e.assessor").path])
        [receipt] = receive(registry, [dated(tmp_path, elena, "Ben", FAR)])
        registry.vouch_for([load_identity(tmp_path / "far" / "Ben", "Ben").public.hex()])
        assert [one.key for one in registry.conflicts()] == [REPORTS]
        assert "look at the others, too" in str(receipt.reasons[-1])


def test_a_date_of_the_year_10889_stops_nobody(tmp_path, elena, capsys, monkeypatch):
    """No calendar of Python has it, so every list with that entry would end in a traceback."""
    genuine = export_report(elena, tmp_path / "e.assessor").path
    monkeypatch.setattr("assessor.store.model.changeset_core.LAST_MOMENT", 2**49)
    forged = dated(tmp_path, elena, "Mallory", 2**48 - 1)
    monkeypatch.undo()
    registry = str(tmp_path / "hq.registry")
    assert main(["receive", registry, str(forged), str(genuine)]) == 1
    told = "damaged or changed after it was made (one of its changesets)"
    assert told in capsys.readouterr().out
    for verb in (["inbox"], ["show"], ["show", "--reference", REPORTS, "--history"]):
        assert main([verb[0], registry, *verb[1:]]) == 0
    capsys.readouterr()
    latest = dated(tmp_path, elena, "Last", LAST_MOMENT)
    assert main(["receive", registry, str(latest)]) == 0
    assert main(["show", registry, "--reference", REPORTS, "--history"]) == 0


@pytest.mark.parametrize("made_at", [2**62, -1, LAST_MOMENT + 1])
def test_a_parcel_of_no_time_is_refused(tmp_path, elena, monkeypatch, capsys, made_at):
    """Its own date is in no calendar: looking into it ended in a traceback."""
    monkeypatch.setattr("time.time_ns", lambda: made_at * 1_000_000)
    path = tmp_path / "forged.assessor"
    path.write_bytes(pack_parcel(elena.mission, [elena.uuid], signer=elena.identity))
    monkeypatch.undo()
    assert main(["inspect", str(path)]) == 1
    assert "damaged or changed after it was made (its dates)" in capsys.readouterr().err
