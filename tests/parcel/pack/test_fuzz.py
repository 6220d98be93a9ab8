"""A seeded sample of mutated parcels and PDFs; `make bench` tries a hundred thousand."""

from __future__ import annotations

import subprocess
import sys

import pytest

from assessor.parcel.pdf.parcel_extraction import extract_from_pdf
from tests.support.parcel.parcel_fuzzing import fuzz_parcels
from tests.support.paths import ROOT, TEST_DATA

pytestmark = pytest.mark.slow


def test_mutated_parcels_are_refused_or_unchanged() -> None:
    facts = fuzz_parcels(600, seed=2)
    assert facts["refused"] > 520


@pytest.mark.skipif(sys.platform == "win32", reason="the limits are those of POSIX")
def test_mutated_pdfs_neither_crash_nor_deceive() -> None:
    script = "from tests.support.parcel.parcel_fuzzing import fuzz_pdfs; print(fuzz_pdfs(60, 3))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-500:]


@pytest.mark.parametrize("part", [0.4, 0.7, 0.9, 0.99])
def test_a_truncated_pdf_yields_its_parcel_if_that_is_whole(part: float) -> None:
    data, parcel = (
        (TEST_DATA / "parcel-1.pdf").read_bytes(),
        (TEST_DATA / "parcel-1.assessor").read_bytes(),
    )
    assert extract_from_pdf(data[: int(len(data) * part)], "cut.pdf") == parcel
