"""What Assessor says of a report's bytes after others handled the file."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from assessor.parcel.keys.identity import Identity, load_identity
from assessor.parcel.keys.pdf_certificate import bound_key, make_certificate
from assessor.parcel.pack.parcel_pack import parcel_fingerprint
from assessor.parcel.pdf.page_seal import SIGNED
from assessor.parcel.pdf.parcel_extraction import check_pdf_pages
from assessor.parcel.pdf.pdf_signature import EXTENDED, REWRITTEN, WHOLE, FileCheck, OtherSignature
from assessor.parcel.pdf.report_pdf import embed_parcel
from tests.support.parcel.pdf_edits import appended
from tests.support.parcel.sample_pdf import pages

FILES = Path(__file__).parents[2] / "data"
PARCEL = random.Random(5).randbytes(20_000)


def identity(folder: Path, name: str) -> Identity:
    return load_identity(folder, name)


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Identity:
    return identity(tmp_path_factory.mktemp("home"), "Ana")


@pytest.fixture(scope="module")
def report(signer: Identity) -> bytes:
    return embed_parcel(pages(2), PARCEL, title="San Verano", signer=signer)


def look(data: bytes, signer: Identity) -> FileCheck:
    found = check_pdf_pages(
        data, parcel=parcel_fingerprint(PARCEL), sender=signer.public.hex()
    ).file
    assert found is not None
    return found


def test_a_report_is_signed_to_the_last_byte(report, signer):
    assert look(report, signer) == FileCheck(WHOLE, len(report), len(report))


def test_a_report_tells_the_day_and_no_moment(signer):
    """A reader looks for the moment of the export in the metadata, and in what is drawn of it."""
    made = [
        embed_parcel(pages(2), PARCEL, title="x", signer=signer, day=date(2026, 12, 2))
        for _ in range(2)
    ]
    assert made[0] == made[1]
    with pikepdf.open(BytesIO(made[0])) as pdf:
        dates = re.findall(r"\d{4}-\d\d-\d\dT[^<\"]*", pdf.Root.Metadata.read_bytes().decode())
        dates += [str(pdf.Root.AcroForm.Fields[0].V.M)]
        assert not pdf.docinfo.keys() & {"/CreationDate", "/ModDate"}
    assert dates == ["2026-12-02T00:00:00Z", "D:20261202000000Z"]


def test_a_certificate_is_always_the_same(signer):
    assert make_certificate(signer) == make_certificate(signer)
    assert bound_key(make_certificate(signer)) == signer.public.hex()


def test_one_changed_byte_breaks_the_signature(report, signer):
    """Somebody changed a byte that no reader of PDFs looks at: the comment of high bytes."""
    at = report.index(b"%", 5) + 1
    data = report[:at] + bytes([report[at] ^ 1]) + report[at + 1 :]
    assert look(data, signer).state == REWRITTEN


def test_what_is_appended_leaves_the_signed_bytes_known(report, signer):
    """Somebody appended another title."""
    with pikepdf.open(BytesIO(report)) as pdf:
        number = int(pdf.trailer.Info.objgen[0])
    data = appended(report, number, b"<< /Title (Stage 5) >>")
    found = look(data, signer)
    assert (found.state, found.signed) == (EXTENDED, len(report))
    assert data[: found.signed] == report


def test_writing_the_file_anew_ends_the_signature_and_not_the_seal(report, signer):
    out = BytesIO()
    with pikepdf.open(BytesIO(report)) as pdf:
        pdf.save(out, linearize=True)
    found = check_pdf_pages(
        out.getvalue(), parcel=parcel_fingerprint(PARCEL), sender=signer.public.hex()
    )
    assert found.state == SIGNED
    assert found.file is not None and found.file.state == REWRITTEN


@pytest.mark.parametrize("name", ["Robles\n\x1b[31mits 2 pages\u202e", "م" * 80, ""])
def test_who_else_signed_is_told_in_one_plain_line(signer, tmp_path, name):
    """Somebody signs the same pages with a name that would write lines of its own."""
    stranger = replace(identity(tmp_path, "Robles"), name=name)
    data = embed_parcel(pages(2), PARCEL, title="x", signer=stranger)
    found = look(data, signer)
    assert found.state == REWRITTEN and len(found.others) == 1
    told = found.others[0].name
    assert told and told.isprintable() and len(told.encode()) <= 64


def test_a_government_signs_on_top():
    """A ministry signed the report with a program of its own (pyHanko 0.38, RSA, not visible)."""
    data = (FILES / "signed-by-two.pdf").read_bytes()
    key = "b53cc0b9a937c1098d3c8d423ce60ef24b5b1a78377e8a50d54e3a0d539bcb4e"
    found = check_pdf_pages(data, parcel=parcel_fingerprint(PARCEL), sender=key)
    other = OtherSignature("Ministry of Health", "2026-12-02", len(data))
    assert (found.state, found.file) == (SIGNED, FileCheck(EXTENDED, 43584, len(data), (other,)))
    assert data[:43584].endswith(b"%%EOF\n")


def test_a_certificate_in_another_name_is_not_the_senders(signer, tmp_path):
    """Somebody makes a certificate in Ana's name: it is bound to another key."""
    other = identity(tmp_path, "Ana")
    assert bound_key(make_certificate(other)) == other.public.hex() != signer.public.hex()


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="poppler's tool is not installed")
def test_poppler_finds_the_signature_valid(report, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(report)
    told = subprocess.run(
        ["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False, timeout=60
    ).stdout
    assert "Signature is Valid" in told and "Total document signed" in told
