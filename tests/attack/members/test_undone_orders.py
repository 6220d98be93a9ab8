"""A thief was put out of the team; undoing the file with that order lets nobody in silently."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor.assessment.report.report_export import export_report
from assessor.cli.main import main
from assessor.parcel.keys.identity import load_identity
from assessor.parcel.pack.parcel_pack import unpack_parcel
from assessor.registry.receive.receiver import receive
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form
from tests.support.assessment.stolen_invitation import steal_invitation
from tests.support.parcel.parcel_files import stranger_parcel

REPORTS = "/data/police/reports"


@pytest.fixture
def elena(tmp_path):
    """Elena's mission, which she founded and where she answered."""
    with laptop(tmp_path, "Elena").create(small_form(tmp_path)) as mission:
        mission.answer(REPORTS, "6210")
        yield mission


@pytest.fixture
def stolen(tmp_path, elena) -> tuple[Path, str]:
    """The registry of headquarters, where the report came last in which Elena puts the thief out;
    and the thief's key, as people read it."""
    theft = steal_invitation(tmp_path, elena, {REPORTS: "1"})
    path = tmp_path / "hq.registry"
    with Mission.create(path, role="registry") as registry:
        receive(registry, [theft.before, theft.thief])
        receive(registry, [theft.after])
    return path, theft.key


def shown(path: Path) -> tuple[str, int]:
    """Return the answer that headquarters shows, and how many wait to be decided."""
    with Mission.open(path, read_only=True) as registry:
        [row] = registry.assessments()
        head = registry.heads(row.uuid)["answer", REPORTS][0]
        return str((head.body or {}).get("value")), len(registry.conflicts())


def test_undo_of_a_revocation_asks_and_tells_who_is_a_member_again(stolen, capsys):
    """It said "set aside 1 entries", and the thief's answer counted."""
    path, key = stolen
    again = f"Elena ({key}) belongs to the team again: what this key says counts."
    assert shown(path) == ("6210", 1)
    assert main(["undo", str(path), "3"]) == 2
    asked = " ".join(capsys.readouterr().err.split())
    assert "Undoing the import of after.assessor changes who speaks for a team." in asked
    assert again in asked and "lets people into the team again" in asked
    assert "Nothing was changed. If it is what you want, add --sure." in asked
    assert shown(path) == ("6210", 1)
    assert main(["undo", str(path), "3", "--preview"]) == 0
    assert again in capsys.readouterr().out and shown(path) == ("6210", 1)
    assert main(["undo", str(path), "3", "--sure"]) == 0
    assert again in capsys.readouterr().out and shown(path) == ("1", 0)
    with Mission.open(path) as registry:
        assert again in registry.receipts()[0].reason


def test_undo_of_who_began_it_says_that_strangers_count(tmp_path, elena, capsys):
    """Without the founder's first entries nobody is known, and what a stranger said is shown."""
    elena.seal()
    path, stranger = tmp_path / "hq.registry", load_identity(tmp_path / "mallory", "Mallory")
    forged = stranger_parcel(tmp_path, elena.mission, stranger, {REPORTS: "3"})
    contents = unpack_parcel(forged.read_bytes())
    own = [one for one in contents.changesets if one.header.signer == stranger.public.hex()]
    with Mission.create(path, role="registry") as registry:
        receive(registry, [export_report(elena, tmp_path / "elena.assessor").path])
        registry.add(own)
    assert shown(path) == ("6210", 1)
    assert main(["undo", str(path), "1"]) == 2
    assert "is known any more" in capsys.readouterr().err and shown(path) == ("6210", 1)
    assert main(["undo", str(path), "1", "--sure"]) == 0
    said = f"What Mallory ({stranger.fingerprint}) says counts, though this key was outside"
    assert said in capsys.readouterr().out and shown(path) == ("3", 0)


def test_undo_of_all_that_is_known_of_a_mission_asks_nothing(tmp_path, elena):
    """Nobody gains, and who is gone with all words loses nothing."""
    path = tmp_path / "hq.registry"
    with Mission.create(path, role="registry") as registry:
        receive(registry, [export_report(elena, tmp_path / "elena.assessor").path])
    assert main(["undo", str(path), "1"]) == 0
