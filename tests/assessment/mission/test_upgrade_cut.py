"""A power cut at any moment of an upgrade leaves one version or the other, complete."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import apsw
import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.mission.form_upgrade import upgrade_form
from assessor.assessment.review.mission_check import check_assessment
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import Laptop, laptop
from tests.support.assessment.upgrading import (
    FINDING,
    FOUND,
    NEW,
    OLD,
    POLICE,
    RETIRED,
    UNIT,
    source,
)
from tests.support.store.power_cut import Disk, Platter, Powered, PowerLost

PLENTY = 100_000
SAID = {f"{POLICE}/reports": "12", f"{POLICE}/stage": "2", FINDING: "Two rooms", RETIRED: "Kept"}
THEN = {**{key: SAID[key] for key in (f"{POLICE}/stage", RETIRED)}, f"{UNIT}/reports": "12"}
NOW = {**THEN, FOUND: "Two rooms"}


@pytest.fixture(scope="module")
def elena(tmp_path_factory: pytest.TempPathFactory) -> Laptop:
    """A laptop whose mission uses the earlier version."""
    made = laptop(tmp_path_factory.mktemp("upgrade"), "Elena")
    with made.create(source(made.folder, OLD)) as mission:
        for reference, value in SAID.items():
            mission.answer(reference, value)
        mission.seal()
    return made


def work(elena: Laptop, path: Path, left: int, dice: random.Random) -> tuple[int, bool]:
    """Upgrade on a disk that stops after `left` writes; return their number, and whether it
    finished.
    """
    disk = Disk()
    disk.files[str(path)] = Platter(elena.mission.read_bytes(), named=True)
    disk.left = PLENTY
    here: Any = type("Here", (Powered,), {"disk": disk})
    path.write_bytes(elena.mission.read_bytes())
    mission = Mission(here(path, key=None, read_only=False))
    then = Assessment.of(mission, None, elena.identity(), now=elena.clock)
    disk.left, done = left, False
    try:
        upgrade_form(then, source(elena.folder, NEW), renamed={"finding": "found"})
        done = True
    except (PowerLost, apsw.Error):
        pass
    for name, content in disk.survivors(dice).items():
        Path(name).write_bytes(content)
    disk.unregister()
    return left - disk.left, done


def answers(mission: Assessment) -> dict[str, str]:
    """Return the answers in the live form and beside it, without blanks."""
    held = {node.reference: node.value for node in mission.instance.questions() if node.value}
    return held | dict(mission.instance.unknown_values)


def test_each_write_may_be_the_last(elena: Laptop, tmp_path: Path) -> None:
    dice, path = random.Random(5), tmp_path / "our.mission"
    writes, done = work(elena, path, PLENTY, dice)
    assert done
    met = set()
    for left in range(0, writes, max(1, writes // 20)):
        for old in tmp_path.glob("our.mission*"):
            old.unlink()
        assert not work(elena, path, left, dice)[1]
        with Assessment.open(path, identity=elena.identity(), now=elena.clock) as found:
            assert check_assessment(found).problems == ()
            said = answers(found)
            met.add(found.form.version)
            if found.form.version == "1":
                assert said == SAID
                again = upgrade_form(found, source(elena.folder, NEW), renamed={"finding": "found"})
                assert again.answer_at(FOUND).value == "Two rooms"
            else:
                assert {key: said[key] for key in NOW} == NOW
                assert said[f"{POLICE}/staff"] == "5", "what is new begins with its default"
    assert met == {"1", "2"}
