"""A stick forgets single bits: wherever they lie, a check finds the file damaged."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from assessor.cli.main import main
from assessor.errors import AssessorError, FileError
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission
from tests.support.store.disk_faults import filled_mission, flip
from tests.support.store.laptops import ASSESSMENT, Laptop

pytestmark = pytest.mark.slow

_PAGE = 4096


def found(path: Path) -> str:
    """Return what a check says of a file: "" where it finds it whole."""
    try:
        with Mission.open(path, read_only=True) as mission:
            return " ".join(mission.check())
    except AssessorError as error:
        return str(error)


def missed(path: Path, places: Iterable[int]) -> list[int]:
    """Turn over one bit at a time; return the places that a check did not find."""
    whole, places_missed = path.read_bytes(), []
    assert not found(path)
    for place in places:
        path.write_bytes(flip(whole, place))
        places_missed += [] if found(path) else [place]
    return places_missed


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_sixty_flips_are_sixty_found(tmp_path: Path, seed: int) -> None:
    """One bit of a closed mission was turned over, sixty times, anywhere in the file."""
    path, _ = filled_mission(tmp_path)
    places = random.Random(seed).sample(range(8 * path.stat().st_size), 60)
    assert missed(path, places) == []


def test_a_bit_of_every_page_is_found(tmp_path: Path) -> None:
    """Free pages, unused space, indexes, views, receipts, evidence, quarantine."""
    path, _ = filled_mission(tmp_path)
    dice, pages = random.Random(4), range(0, path.stat().st_size, _PAGE)
    assert missed(path, [8 * page + dice.randrange(8 * _PAGE) for page in pages]) == []


def test_every_bit_of_the_header_is_found(tmp_path: Path) -> None:
    """Among them those that say "another format", "a newer version", "nothing is recorded"."""
    ana = Laptop(tmp_path, "Ana")
    ana.mission.close()
    assert missed(ana.mission.path, range(800)) == []


def test_a_changed_file_opens_for_reading_only_and_says_why(tmp_path: Path) -> None:
    """A draft carries no signature: its answer was changed on the stick, byte for byte."""
    path, _ = filled_mission(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b'{"value":"draft"}', b'{"value":"drift"}'))
    assert path.read_bytes() != whole
    with Mission.open(path) as mission, pytest.raises(FileError) as raised:
        mission.write(ASSESSMENT, [Draft("answer", "/d/q", {"value": "1"}, (), 1)], "Ana")
    assert str(raised.value) == (
        "Ana.mission is not as it was when it was last closed: its disk or stick is damaged, or "
        "somebody changed it. It opens for reading only. Open the newest backup, or copy what "
        "still verifies to a new file with the command assessor rescue."
    )
    assert found(path)


@pytest.mark.parametrize("page", [bytes(_PAGE), random.Random(5).randbytes(_PAGE)])
def test_without_its_first_page_a_file_is_damaged_not_protected(
    tmp_path: Path, page: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    """The stick lost the first page: the passphrase of an unprotected file was asked."""
    path, _ = filled_mission(tmp_path)
    path.write_bytes(page + path.read_bytes()[_PAGE:])
    assert main(["check", str(path)]) == 1
    assert "Ana.mission is damaged on its first page: its disk or stick" in capsys.readouterr().err
