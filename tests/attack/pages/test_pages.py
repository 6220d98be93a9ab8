"""Attacks on a report's pages: what a viewer shows, reads aloud or does must be what was signed."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from assessor.cli.main import main
from assessor.parcel.child.child_protocol import SEAL_FILE
from assessor.parcel.pack.parcel_pack import parcel_fingerprint, unpack_parcel
from assessor.parcel.pdf.page_seal import ALTERED, DRAWN, SIGNED, UNSEALED, PageCheck
from assessor.parcel.pdf.parcel_extraction import check_pdf_pages, extract_parcel
from assessor.parcel.pdf.report_pdf import embed_parcel
from assessor.report.output.pdf_report import render_report
from tests.support.parcel.pdf_edits import ALL_PAGES_EDIT, EDITS, appended, edited
from tests.support.paths import TEST_DATA
from tests.support.registry.registry_laptops import key, parcel
from tests.support.report.samples import sample, short
from tests.support.store.laptops import Laptop

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def elena(tmp_path_factory: pytest.TempPathFactory) -> Laptop:
    laptop = Laptop(tmp_path_factory.mktemp("elena"), "Elena Robles")
    laptop.say("reports", "120")
    laptop.seal()
    return laptop


@pytest.fixture(scope="module")
def report(elena: Laptop) -> bytes:
    """A report of a dozen pages, as it is exported."""
    pages = render_report(short(sample("XNY", "en", "government")))
    return embed_parcel(pages, parcel(elena), title="Nyasera", signer=elena.identity)


@pytest.fixture
def inspect(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Inspect a file on somebody else's laptop: the exit code, and what is printed."""
    monkeypatch.setenv("ASSESSOR_HOME", str(tmp_path / "home"))

    def run(data: bytes) -> tuple[int, str]:
        path = tmp_path / "report.pdf"
        path.write_bytes(data)
        code = main(["inspect", str(path)])
        return code, capsys.readouterr().out

    return run


def checked(data: bytes, elena: Laptop) -> PageCheck:
    """Return the state of the pages; the answers come out verified in any case."""
    extracted = extract_parcel(data, "report.pdf")
    assert unpack_parcel(extracted.parcel).sender == key(elena)
    found = extracted.pages(key(elena))
    assert found is not None
    return found


def test_a_true_report_is_as_signed(report, elena, inspect):
    """Nobody did anything."""
    assert checked(report, elena).state == SIGNED
    code, out = inspect(report)
    assert code == 0 and "The pages are as Elena Robles signed them." in out


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_noticed_and_named(report, elena, name):
    """Somebody changed one thing that a viewer shows, reads aloud or does (37 ways)."""
    edit, where = EDITS[name]
    found = checked(edited(report, edit), elena)
    assert (found.state, found.where) == (ALTERED, where)
    assert "altered after they" in found.why or not where


def test_an_edited_font_alters_every_page(report, elena):
    """Somebody exchanged the glyphs of the fonts: a 2 is drawn as a 5."""
    found = checked(edited(report, ALL_PAGES_EDIT), elena)
    assert len(found.altered) == found.count


def test_fewer_pages_than_signed_are_noticed(report, elena, inspect):
    """Somebody changed two digits: a viewer that believes the number shows the first pages only."""
    count = checked(report, elena).count
    old = b"/Count %d" % count
    assert report.count(old) == 1
    data = report.replace(old, b"/Count 0%d" % (count % 10))
    assert checked(data, elena).state == ALTERED
    code, out = inspect(data)
    assert code == 1 and "programs may show other pages than those signed" in out


def number_of(report: bytes, name: str) -> int:
    with pikepdf.open(BytesIO(report)) as pdf:
        return int({"Info": pdf.trailer.Info, "Root": pdf.Root}[name].objgen[0])


def test_a_title_appended_without_rewriting_is_noticed(report, elena):
    """Somebody appended another title, as a PDF editor saves."""
    data = appended(report, number_of(report, "Info"), b"<< /Title (Stage 5) >>")
    assert checked(data, elena).where == "/Info"


def same_key_twice(report: bytes) -> bytes:
    with pikepdf.open(BytesIO(report)) as pdf:
        body = pdf.Root.unparse(resolved=True)
    return appended(report, number_of(report, "Root"), body.replace(b"<<", b"<< /Lang (xx) ", 1))


def same_page_key_twice(report: bytes) -> bytes:
    with pikepdf.open(BytesIO(report)) as pdf:
        page = pdf.pages[1].obj
        body, number = page.unparse(resolved=True), page.objgen[0]
    return appended(report, number, body.replace(b"<<", b"<< /Rotate 180 ", 1))


def second_table(report: bytes) -> bytes:
    return appended(report, 9999, b"(nothing)", b"/XRefStm 15")


@pytest.mark.parametrize("bend", [same_key_twice, same_page_key_twice, second_table])
def test_a_file_that_readers_read_differently_is_altered(report, elena, inspect, bend):
    """Somebody wrote a key twice, or a second table of objects: readers differ."""
    found = checked(bend(report), elena)
    assert (found.state, found.where) == (ALTERED, "")
    code, out = inspect(bend(report))
    assert code == 1 and "programs may show other pages than those signed" in out


def test_a_report_without_its_seal_exits_1(report, elena, inspect):
    """Somebody took the seal out, and then edits the pages as they like."""

    def strip(pdf: pikepdf.Pdf) -> None:
        del pdf.attachments[SEAL_FILE]

    data = edited(report, strip)
    assert checked(data, elena).state == UNSEALED
    code, out = inspect(data)
    assert code == 1 and "The pages carry no seal" in out


def test_a_report_with_a_broken_seal_exits_1(report, inspect):
    """Somebody damaged the seal, so that it could pass for one that cannot be read."""

    def bend(pdf: pikepdf.Pdf) -> None:
        stream = pdf.attachments[SEAL_FILE].obj.EF.F
        stream.write(stream.read_bytes()[:-1] + b"?")

    code, out = inspect(edited(report, bend))
    assert code == 1 and "The seal of the pages was damaged or changed" in out


def test_an_edited_report_says_which_part_and_exits_1(report, inspect):
    """Somebody falsified the text that is read aloud to people who cannot see the page."""
    code, out = inspect(edited(report, EDITS["text read aloud"][0]))
    assert code == 1
    assert "read aloud were altered after they were signed. Believe the answers" in out
    assert "not the pages (/StructTreeRoot)." in out


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"linearize": True},
        {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.all},
        {"recompress_flate": True},
    ],
)
def test_rewriting_the_file_is_no_edit(report, elena, how):
    """A mail server or an archive packs the file in another way."""
    assert checked(edited(report, lambda pdf: None, **how), elena).state == SIGNED


def test_an_old_seal_says_that_only_the_drawing_was_sealed():
    """A report of an earlier version: its title, links and scripts can be changed unnoticed."""
    data = (TEST_DATA / "pages-1.pdf").read_bytes()
    found = check_pdf_pages(
        data,
        parcel=parcel_fingerprint((TEST_DATA / "parcel-1.assessor").read_bytes()),
        sender="3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29",
    )
    assert found.state == DRAWN
    assert "sealed only what the pages draw: nothing tells whether title" in found.why


def test_inspect_says_what_was_added_after_signing(report, inspect):
    """Somebody appended to the file, or wrote it anew."""
    assert "signed the file to the last byte" in inspect(report)[1]
    data = appended(report, number_of(report, "Info"), b"<< /Title (Stage 5) >>")
    assert f"the first {len(report)} of {len(data)} bytes" in inspect(data)[1]
    code, out = inspect(edited(report, lambda pdf: None))
    assert code == 0 and "no signature of its sender over the whole file holds" in out
