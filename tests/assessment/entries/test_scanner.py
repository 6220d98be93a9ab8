"""Scanners through SANE, with its own test driver."""

from __future__ import annotations

import shutil
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from assessor.assessment.entries import scanner
from assessor.assessment.entries.scanner import (
    Scanner,
    ScannerOptions,
    ScanSettings,
    as_pdf,
    list_scanners,
    scan,
    scanner_options,
)
from assessor.errors import AssessorError, FileError, Refused

TOLD = """
All options specific to device `x:1':
  Scan Mode:
    --mode Lineart|Gray|Color [Lineart]
        Selects the scan mode.
    --resolution {resolution} [75]
        Sets the resolution.
    --source {source}
        Selects the scan source.
"""


def silent(_stage: str, _done: int, _of: int) -> None:
    """Ignore progress."""


@pytest.fixture
def bed(tmp_path, monkeypatch) -> Scanner:
    """A scanner of SANE's test driver."""
    if not shutil.which(scanner.PROGRAM):
        pytest.skip("scanimage is not installed here: ./setup.sh tests installs it")
    (tmp_path / "dll.conf").write_text("test\n")
    monkeypatch.setenv("SANE_CONFIG_DIR", str(tmp_path))
    return list_scanners()[0]


def test_a_scanner_is_found_by_a_name_for_people_and_says_what_it_offers(bed):
    assert bed == Scanner("test:0", "Noname frontend-tester")
    assert scanner_options(bed) == ScannerOptions(
        ("Gray", "Color"), ("Flatbed", "Automatic Document Feeder"), (150, 200, 300, 400, 600)
    )


@pytest.mark.parametrize(
    ("mode", "kinds"), [("Gray", {"L"}), ("Color", {"RGB"}), ("", {"L", "RGB"})]
)
def test_the_glass_gives_one_page_as_it_was_asked_for(bed, mode, kinds):
    heard = []
    pages = scan(bed, ScanSettings(mode, "Flatbed", 150), lambda *told: heard.append(told))
    (picture,) = (Image.open(BytesIO(page)) for page in pages)
    assert picture.mode in kinds
    assert picture.size == pytest.approx((80 / 25.4 * 150, 100 / 25.4 * 150), abs=2)
    assert heard[0] == ("Scanning…", 0, 100)
    assert heard[-1] == ("Scanning…", 100, 100)


def test_the_feeder_is_emptied(bed):
    assert len(scan(bed, ScanSettings("Gray", "Automatic Document Feeder", 150), silent)) == 10


def test_who_stops_it_gets_nothing_and_the_scanner_is_free_again(bed):
    class Enough(AssessorError):
        pass

    def stop(_stage, done, _of):
        if done:
            raise Enough("enough")

    with pytest.raises(Enough):
        scan(bed, ScanSettings("Color", "", 600), stop)
    assert scan(bed, ScanSettings("Gray", "", 150), silent)


@pytest.mark.parametrize(
    ("device", "wish", "reason"),
    [
        ("test:9", ScanSettings(), "Invalid argument"),
        ("test:0", ScanSettings(mode="Sepia"), "--mode failed"),
    ],
)
def test_what_cannot_be_scanned_is_told_in_the_scanners_own_words(bed, device, wish, reason):
    with pytest.raises(FileError, match=reason):
        scan(Scanner(device, ""), wish, silent)


def test_without_the_program_it_says_what_to_do_instead(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Refused, match="drop or paste the file"):
        list_scanners()


@pytest.mark.parametrize(
    ("resolution", "source", "expected"),
    [
        ("75|100|200|300|1200dpi", "Flatbed|ADF [Flatbed]", ((75, 100, 200, 300), True)),
        ("100..400dpi (in steps of 1)", "Flatbed [inactive]", ((150, 200, 300, 400), False)),
    ],
)
def test_what_is_offered_is_read_whichever_way_it_is_told(resolution, source, expected):
    found = ScannerOptions.read(TOLD.format(resolution=resolution, source=source))
    assert found.modes == ("Lineart", "Gray", "Color")
    assert (found.resolutions, bool(found.sources)) == expected
    assert (found.mode, found.resolution) == ("Gray", 200)


def test_nothing_offered_leaves_the_scanner_its_own_way():
    found = ScannerOptions.read("")
    assert found == ScannerOptions()
    assert list(ScanSettings(found.mode, "", found.resolution).arguments()) == []


def test_pages_become_one_pdf_of_their_size_in_their_order():
    def page(mode, size):
        out = BytesIO()
        Image.new(mode, size, 255 if mode == "L" else (0, 90, 0)).save(out, "PNG")
        return out.getvalue()

    data = as_pdf([page("L", (827, 1169)), page("RGB", (1169, 827))], 100)
    with pikepdf.open(BytesIO(data)) as pdf:
        sizes = [tuple(round(float(side)) for side in one.mediabox[2:]) for one in pdf.pages]
    assert sizes == [(595, 842), (842, 595)]


def test_a_page_that_is_no_picture_is_told():
    with pytest.raises(FileError, match="scan it again"):
        as_pdf([b"nothing"])
