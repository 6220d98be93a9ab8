"""A changed letter on a page is detected; rewriting the file is not a change."""

from __future__ import annotations

import base64
import random
import re
import zipfile
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from assessor.errors import ParcelError
from assessor.parcel.child.child_protocol import SEAL_FILE
from assessor.parcel.keys.identity import Identity, load_identity
from assessor.parcel.pack.parcel_pack import parcel_fingerprint
from assessor.parcel.pdf.page_seal import ALTERED, SIGNED, UNSEALED, PageCheck, page_ranges
from assessor.parcel.pdf.parcel_extraction import check_pdf_pages, extract_from_pdf
from assessor.parcel.pdf.report_pdf import ATTACHMENT, embed_parcel
from tests.support.parcel.sample_pdf import pages

PARCEL = random.Random(5).randbytes(20_000)


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Identity:
    return load_identity(tmp_path_factory.mktemp("home"), "Ana")


@pytest.fixture(scope="module")
def report(signer: Identity) -> bytes:
    return embed_parcel(pages(3, text="Stage 2"), PARCEL, title="San Verano", signer=signer)


def look(data: bytes, signer: Identity) -> PageCheck:
    """Return the state of the pages; the parcel comes out unchanged in any case."""
    assert extract_from_pdf(data, "report.pdf") == PARCEL
    return check_pdf_pages(data, parcel=parcel_fingerprint(PARCEL), sender=signer.public.hex())


def changed(report: bytes, change: object, **how: object) -> bytes:
    """Return the report after `change`, saved."""
    out = BytesIO()
    with pikepdf.open(BytesIO(report)) as pdf:
        if callable(change):
            change(pdf)
        pdf.save(out, **how)
    return out.getvalue()


def incremental(report: bytes) -> bytes:
    """Return the report with an appended object, as Acrobat saves it."""
    with pikepdf.open(BytesIO(report)) as pdf:
        size = int(pdf.trailer.Size)
        root, info = pdf.Root.objgen[0], pdf.trailer.Info.objgen[0]
        start = int(report.rsplit(b"startxref", 1)[1].split()[0])
    added = b"%d 0 obj\n(saved again)\nendobj\n" % size
    at = len(report)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (size, at)
    keys = size + 1, root, info, start
    trailer = b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /Prev %d >>\n" % keys
    place = at + len(added)
    return report + added + table + trailer + b"startxref\n%d\n%%%%EOF\n" % place


def zipped(report: bytes) -> bytes:
    """Return the report from an archive."""
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("Another name.pdf", report)
    with zipfile.ZipFile(archive) as file:
        return file.read("Another name.pdf")


def mailed(report: bytes) -> bytes:
    """Return the report from a mail."""
    return base64.b64decode(base64.encodebytes(report))


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"linearize": True},
        {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
        {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.all},
        {"recompress_flate": True},
        {"qdf": True},
    ],
)
def test_the_same_pages_written_in_another_way(report, signer, how):
    assert look(changed(report, None, **how), signer) == PageCheck(SIGNED, 3)


@pytest.mark.parametrize("way", [incremental, zipped, mailed])
def test_the_same_pages_from_an_archive_or_a_mail(report, signer, way):
    assert look(way(report), signer) == PageCheck(SIGNED, 3)


def letter(pdf):
    """Change one code of a text."""
    contents = pdf.pages[1].Contents
    drawn = contents.read_bytes()
    [shown] = re.findall(rb"\((.*?)\) Tj", drawn)[:1]
    other = bytes([shown[0] ^ 1]) + shown[1:]
    contents.write(drawn.replace(shown, other, 1))


def font(pdf):
    """Change the glyphs of a font on all pages."""
    [used] = pdf.pages[1].Resources.Font.values()
    file = used.FontDescriptor.FontFile2
    file.write(file.read_bytes()[:-1] + b"?")


def note(pdf):
    """Add an annotation to a page."""
    over = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[72, 690, 200, 710],
        Contents="Stage 5", DA="/F1 12 Tf",
    )  # fmt: skip
    pdf.pages[1].obj.Annots = pdf.make_indirect([over])


def box(pdf):
    pdf.pages[1].obj.MediaBox = [0, 0, 300, 300]


def covered(pdf):
    more = pdf.make_stream(b"1 1 1 rg 0 0 600 800 re f")
    pdf.pages[1].obj.Contents = pikepdf.Array([pdf.pages[1].Contents, more])


@pytest.mark.parametrize("change", [letter, note, box, covered])
def test_a_change_is_detected_on_its_page(report, signer, change):
    found = look(changed(report, change), signer)
    assert (found.state, found.count, found.altered) == (ALTERED, 3, (2,))
    assert found.why.endswith(".")


def test_another_font_is_detected_on_every_page_that_uses_it(report, signer):
    assert look(changed(report, font), signer).altered == (1, 2, 3)


def test_added_removed_and_reordered_pages_are_detected(report, signer):
    def turn(pdf):
        pdf.pages.reverse()

    def add(pdf):
        pdf.pages.append(pdf.pages[0])

    def take(pdf):
        del pdf.pages[1]

    assert look(changed(report, turn), signer).altered == (1, 3)
    for change in (add, take):
        assert look(changed(report, change), signer).state == ALTERED


def test_without_its_seal_a_page_is_never_called_unaltered(report, signer):
    def strip(pdf):
        del pdf.attachments[SEAL_FILE]

    found = look(changed(report, strip), signer)
    assert (found.state, found.altered) == (UNSEALED, ()) and found.why


def test_a_seal_of_another_key_or_report_does_not_count(report, signer, tmp_path):
    other = load_identity(tmp_path, "Mallory")
    forged = embed_parcel(pages(3, text="Stage 5"), PARCEL, title="San Verano", signer=other)
    assert look(forged, signer).state == ALTERED
    elsewhere = embed_parcel(
        pages(3, text="Stage 5"), PARCEL + b"2", title="San Verano", signer=signer
    )

    def swap(pdf):
        with pikepdf.open(BytesIO(report)) as first:
            data = first.attachments[ATTACHMENT].get_file().read_bytes()
        del pdf.attachments[ATTACHMENT]
        spec = pikepdf.AttachedFileSpec(pdf, data, filename=ATTACHMENT)
        pdf.attachments[ATTACHMENT] = spec

    assert look(changed(elsewhere, swap), signer).state == ALTERED


def test_a_changed_seal_is_reported(report, signer):
    def bend(pdf):
        data = pdf.attachments[SEAL_FILE].get_file().read_bytes()
        spec = pikepdf.AttachedFileSpec(pdf, data[:-1] + b"?", filename=SEAL_FILE)
        del pdf.attachments[SEAL_FILE]
        pdf.attachments[SEAL_FILE] = spec

    assert look(changed(report, bend), signer).state == ALTERED


def test_a_file_without_pages_has_no_page_check(signer):
    found = check_pdf_pages(b"%PDF-1.7 nothing", parcel="ab" * 32, sender=signer.public.hex())
    assert (found.state, found.count) == (UNSEALED, 0)


def test_cyclic_objects_end(report, signer):
    def circle(pdf):
        first, second = pdf.make_indirect(pikepdf.Dictionary()), pdf.make_indirect([])
        first.Next = second
        second.append(first)
        pdf.pages[0].Resources.Loop = first

    def deep(pdf):
        inner = pdf.make_indirect(pikepdf.Dictionary())
        for _ in range(100):
            inner = pdf.make_indirect(pikepdf.Dictionary(In=inner))
        pdf.pages[0].Resources.Deep = inner

    assert look(changed(report, circle), signer).altered == (1,)
    assert look(changed(report, deep), signer).state == UNSEALED


def test_a_parcel_cut_out_of_a_broken_file_has_no_pages(report, tmp_path: Path, signer):
    assert look(report[:24_000], signer).state == UNSEALED
    with pytest.raises(ParcelError):
        extract_from_pdf(report[:2_000], "report.pdf")


@pytest.mark.parametrize(
    ("numbers", "told"),
    [((), ""), ((2,), "2"), ((1, 2, 3), "1–3"), ((1, 3, 4, 9), "1, 3–4, 9")],
)
def test_altered_pages_are_listed_as_ranges(numbers, told):
    assert page_ranges(numbers) == told
