"""The PDF carries the parcel: what was embedded comes out, and nothing else."""

from __future__ import annotations

import gc
import random
import warnings
from io import BytesIO
from pathlib import Path

import pikepdf
import pikepdf.pdfa
import pytest

from assessor.errors import FileError, ParcelError
from assessor.names import short_fingerprint
from assessor.parcel.pack.parcel_pack import parcel_fingerprint
from assessor.parcel.pdf.parcel_extraction import (
    extract_from_pdf,
    read_parcel,
)
from assessor.parcel.pdf.report_pdf import ATTACHMENT, embed_parcel
from tests.support.parcel.bombs import zeros
from tests.support.parcel.sample_pdf import pages

PARCEL = random.Random(5).randbytes(20_000)


@pytest.fixture(scope="module")
def report() -> bytes:
    return embed_parcel(pages(), PARCEL, title="San Verano", language="es")


def check(data: bytes) -> None:
    assert extract_from_pdf(data, "report.pdf") == PARCEL


def test_it_is_pdfa_3b_with_the_parcel_as_associated_file(report: bytes) -> None:
    assert pikepdf.pdfa.validate_written(BytesIO(report), "3b").passed
    with pikepdf.open(BytesIO(report)) as pdf:
        assert str(pdf.Root.AF[0].AFRelationship) == "/Data"
        assert str(pdf.Root.Lang) == "es"
    check(report)


def test_a_warning_about_something_else_does_not_spoil_the_report() -> None:
    """A child process collected by the garbage collector meanwhile is no defect of the pages."""
    told = []

    def collected(phase: str, _info: dict[str, int]) -> None:
        if phase == "start" and not told and warnings.filters[0][0] == "always":
            told.append(phase)
            warnings.warn("subprocess 7 is still running", ResourceWarning, stacklevel=1)

    often = gc.get_threshold()
    gc.callbacks.append(collected)
    gc.set_threshold(1)
    try:
        check(embed_parcel(pages(), PARCEL, title="San Verano", language="es"))
    finally:
        gc.set_threshold(*often)
        gc.callbacks.remove(collected)
    assert told


def test_the_parcel_is_written_before_the_pages(report: bytes) -> None:
    check(report[: len(report) * 7 // 10] if len(report) < 30_000 else report[:24_000])


def _again(data: bytes, **how: object) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.save(out, **how)
    return out.getvalue()


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"linearize": True},
        {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
        {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.all},
        {"recompress_flate": True},
    ],
)
def test_the_parcel_survives_saving_the_pdf_again(report: bytes, how: dict[str, object]) -> None:
    check(_again(report, **how))


def test_a_stripped_attachment_is_recognised_by_its_fingerprint(report: bytes) -> None:
    with pikepdf.open(BytesIO(report)) as pdf:
        del pdf.attachments[ATTACHMENT]
        out = BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    with pytest.raises(ParcelError, match=short_fingerprint(parcel_fingerprint(PARCEL))):
        extract_from_pdf(out.getvalue(), "report.pdf")


@pytest.mark.parametrize("write", ["plainly", "letter by letter", "in a form"])
def test_a_report_printed_anew_is_recognised_by_what_is_on_its_pages(write: str) -> None:
    printed = pages(
        text=f"Fingerprint {short_fingerprint(parcel_fingerprint(PARCEL))}", write=write
    )
    with pytest.raises(ParcelError, match=short_fingerprint(parcel_fingerprint(PARCEL))):
        extract_from_pdf(printed, "printed.pdf")


def _twice(report: bytes) -> bytes:
    with pikepdf.open(BytesIO(report)) as pdf:
        pdf.attachments["other"] = pikepdf.AttachedFileSpec(pdf, b"x", filename=ATTACHMENT)
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def _bomb() -> bytes:
    with pikepdf.open(BytesIO(pages())) as pdf:
        pdf.attachments[ATTACHMENT] = pikepdf.AttachedFileSpec(pdf, b"x", filename=ATTACHMENT)
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and "/EF" in item:
                stream = item.EF.F
        stream.write(zeros(2**27), filter=pikepdf.Name.FlateDecode)
        out = BytesIO()
        pdf.save(out, compress_streams=False)
    return out.getvalue()


def _locked() -> bytes:
    with pikepdf.open(BytesIO(pages())) as pdf:
        out = BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(user="a", owner="b"))
    return out.getvalue()


def test_what_is_no_report_is_refused_in_one_sentence(report: bytes) -> None:
    for data, word in (
        (pages(), "no parcel"),
        (b"", "damaged or not a PDF"),
        (b"hello", "damaged or not a PDF"),
        (b"%PDF-1.7\n" + random.Random(1).randbytes(5000), "damaged or not a PDF"),
        (report[:1500], "is a damaged report: its parcel [0-9a-f ]{19} cannot be read"),
        (_twice(report), "more than one"),
        (_locked(), "password"),
        (_bomb(), "more memory or time"),
    ):
        with pytest.raises(ParcelError, match=word) as raised:
            extract_from_pdf(data, "report.pdf")
        assert "\n" not in str(raised.value) and str(raised.value).endswith(".")
    check(report)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.pdf", tmp_path):
        with pytest.raises(FileError):
            read_parcel(path)
