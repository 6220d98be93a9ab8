"""What is added to a signed report: a government's signature is told apart from a change."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from assessor.cli.main import main
from assessor.parcel.pdf.report_pdf import embed_parcel
from tests.support.parcel.government import add_objects, sign_on_top, signing_day
from tests.support.parcel.sample_pdf import pages
from tests.support.registry.registry_laptops import parcel
from tests.support.store.laptops import Laptop

_STAGE_5 = b"BT /F1 40 Tf (Stage 5) Tj ET"
_ACTION = b"/AA << /E << /S /JavaScript /JS (app.alert\\(1\\)) >> >>"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    elena = Laptop(tmp_path_factory.mktemp("elena"), "Elena Robles")
    elena.say("reports", "120")
    elena.seal()
    return embed_parcel(pages(3), parcel(elena), title="Nyasera", signer=elena.identity)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run a verb on a file, on somebody else's laptop: the exit code, and what is printed."""
    monkeypatch.setenv("ASSESSOR_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    def go(data: bytes, *verb: str) -> tuple[int, str]:
        Path("report.pdf").write_bytes(data)
        code = main([*verb])
        return code, " ".join("".join(capsys.readouterr()).split())

    return go


def info_of(report: bytes) -> int:
    with pikepdf.open(BytesIO(report)) as pdf:
        return int(pdf.trailer.Info.objgen[0])


def test_a_government_signs_on_top(report, run):
    """A ministry signed with its own program: who, when, which version, and ours is whole."""
    data = sign_on_top(report)
    code, out = run(data, "inspect", "report.pdf")
    assert code == 0
    assert f"What Elena Robles signed is whole: the first {len(report)} of {len(data)} bytes" in out
    assert f"“Ministry of Health” signed this version on top (day: {signing_day(data)})." in out
    assert "Anybody can choose that name: have the certificate checked by who issued it." in out
    assert "Nothing that this file shows or does was changed after that." in out


def test_a_field_with_its_widget_apart_is_a_signature(report, run):
    """The ministry's program writes the field and what it shows as two objects, as many do."""
    code, out = run(sign_on_top(report, apart=True), "inspect", "report.pdf")
    assert code == 0 and "“Ministry of Health” signed this version on top" in out
    assert "Nothing that this file shows or does was changed after that." in out
    code, out = run(sign_on_top(report, apart=True, mark=_STAGE_5), "inspect", "report.pdf")
    assert code == 1 and "That signature shows a mark (page 1)" in out


@pytest.mark.parametrize("mark", [b"", _STAGE_5])
@pytest.mark.parametrize(
    "extra",
    [
        {"key": _ACTION},
        {"widget_key": _ACTION},
        {"widget_key": b"/Kids [ ]"},
        {"widget_key": b"/FT /Btn"},
        {"key": b"/Parent 1 0 R"},
        {"key": b"/Subtype /Widget /Rect [ 0 0 600 600 ]"},
        {"more_kids": b"<< /Type /Annot /Subtype /Widget /Rect [ 0 0 600 600 ] >>"},
        {"more_kids": b"1 0 R"},
    ],
)
def test_a_field_with_more_than_a_signature_is_a_change(report, run, extra, mark):
    """Beside the signature the field or its widget does something, or a second one shows."""
    code, out = run(sign_on_top(report, apart=True, mark=mark, **extra), "inspect", "report.pdf")
    assert code == 1 and "and not only by a signature" in out


def test_two_ministries_sign_one_after_the_other(report, run):
    """The first of two signatures is of an earlier version, which is said."""
    first = sign_on_top(report)
    code, out = run(sign_on_top(first, "Ministry of Interior"), "inspect", "report.pdf")
    assert code == 0 and "“Ministry of Interior” signed this version on top" in out
    assert f"“Ministry of Health” signed an earlier version on top, the first {len(first)}" in out


def test_a_signature_with_a_mark_may_cover_the_page(report, run):
    """Somebody signs with a picture that says "Stage 5" over the first page."""
    code, out = run(sign_on_top(report, mark=_STAGE_5), "inspect", "report.pdf")
    assert code == 1 and "What Elena Robles signed is whole" in out
    assert "That signature shows a mark (page 1)" in out
    assert "believe the answers, and the version as it was signed" in out


@pytest.mark.parametrize(
    ("how", "where"),
    [("title", "(/Info)"), ("action", "(1, /AcroForm)"), ("unsigned", "(/Info)")],
)
def test_a_change_is_no_mere_signature(report, run, how, where):
    """Somebody signs on top and changes something else as well, or only changes."""
    title = {info_of(report): b"<< /Title (Stage 5) >>"}
    data = {
        "title": lambda: sign_on_top(report, also=title),
        "action": lambda: sign_on_top(report, key=_ACTION),
        "unsigned": lambda: add_objects(report, title),
    }[how]()
    code, out = run(data, "inspect", "report.pdf")
    assert code == 1 and "What Elena Robles signed is whole" in out
    assert "It was changed after it was signed, and not only by a signature." in out
    assert where in out and "can be saved from this file" in out


@pytest.mark.parametrize("gap", [0, 1, 500])
def test_bytes_without_effect_are_told(report, run, gap):
    """Somebody appends an object that no page uses, with the next number or a later one."""
    with pikepdf.open(BytesIO(report)) as pdf:
        unused = int(pdf.trailer.Size) + gap
    code, out = run(add_objects(report, {unused: b"(nothing)"}), "inspect", "report.pdf")
    assert code == 0 and "Nothing that this file shows or does was changed after that." in out


def test_an_object_that_readers_number_differently_is_a_change(report, run):
    """An object lies beyond the number that the file declares: some readers use it, some not."""
    with pikepdf.open(BytesIO(report)) as pdf:
        size = int(pdf.trailer.Size)
    data = add_objects(report, {size + 5: b"(nothing)"})
    added = data[len(report) :].replace(b"/Size %d" % (size + 6), b"/Size %d" % size)
    code, out = run(report + added, "inspect", "report.pdf")
    assert code == 1 and "and not only by a signature" in out


def test_a_change_after_the_government_signed_is_a_change(report, run):
    """Somebody appends another title to what the ministry signed."""
    data = add_objects(sign_on_top(report), {info_of(report): b"<< /Title (Stage 5) >>"})
    code, out = run(data, "inspect", "report.pdf")
    assert code == 1 and "and not only by a signature" in out
    assert "“Ministry of Health” signed an earlier version on top" in out


def test_a_stranger_who_rewrites_signs_nothing_on_top(report, run):
    """Somebody rewrites the file, so that the sender's signature is gone, and signs that."""
    out = BytesIO()
    with pikepdf.open(BytesIO(report)) as pdf:
        pdf.trailer.Info.Title = "Stage 5"
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    data = sign_on_top(out.getvalue())
    code, said = run(data, "inspect", "report.pdf")
    assert code == 1 and "signed is whole" not in said and "on top" not in said
    assert "Believe the answers, not the pages (/Info)." in said
    assert f"also signed as “Ministry of Health” on {signing_day(data)}" in said


def test_the_version_as_signed_is_given_back(report, run):
    """Whatever was added, `inspect --signed-version` writes the very bytes that were signed."""
    data = sign_on_top(report, mark=_STAGE_5)
    code, out = run(data, "inspect", "report.pdf", "--signed-version", "signed.pdf")
    assert code == 0 and Path("signed.pdf").read_bytes() == report
    assert "signed.pdf holds the file as Elena Robles signed it" in out


def test_a_version_as_signed_that_is_not_there_is_refused(report, run):
    """Somebody wrote the file anew: the signed bytes are not in it, and nothing is written."""
    out = BytesIO()
    with pikepdf.open(BytesIO(report)) as pdf:
        pdf.save(out)
    code, said = run(out.getvalue(), "inspect", "report.pdf", "--signed-version", "signed.pdf")
    assert code != 0 and not Path("signed.pdf").exists()
    assert "does not hold the bytes that its sender signed" in said


def test_a_receipt_tells_who_signed_on_top(report, run):
    """Headquarters receives what the ministry signed, then the same report changed."""
    data = sign_on_top(report)
    code, out = run(data, "receive", "office.registry", "report.pdf")
    assert code == 0 and "What Elena Robles signed is whole" in out
    assert f"“Ministry of Health” signed this version on top (day: {signing_day(data)})" in out
    changed = add_objects(report, {info_of(report): b"<< /Title (Stage 5) >>"})
    code, out = run(changed, "receive", "office.registry", "report.pdf")
    assert "and not only by a signature" in out and "Ministry" not in out
