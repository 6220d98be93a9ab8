"""Reports held against tools of others, and against the rules of PDF/A-3b.

A few samples here, of three sections; `python -m tests.bench proofs` takes every sample, whole, in
every profile and language.
"""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO

import pikepdf
import pytest

from tests.support.report.pdfa import faults
from tests.support.report.projections import plain
from tests.support.report.proof_cases import CASES
from tests.support.report.proofs import (
    bare,
    office,
    preflight_says,
    qpdf_says,
    report,
    strings,
    unread,
    whole,
    word,
)
from tests.support.report.samples import sample, short

pytestmark = pytest.mark.slow


def test_reports_conform_to_pdf_a_3b_and_pass_qpdf(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(report(*CASES[0]))
    assert faults(report(*CASES[0])) == []
    assert qpdf_says(path) == ""


@pytest.mark.parametrize("case", CASES, ids=" ".join)
def test_stored_text_is_extracted_in_reading_order(case, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(report(*case))
    projection = short(sample(*case))
    assert len(list(filter(None, strings(projection)))) > 30
    assert unread(path, projection) == []


def test_libreoffice_reads_word_and_excel_files(tmp_path):
    projection = short(sample(*CASES[0]))
    document, book = office(tmp_path, projection, word(*CASES[0]))
    for each in filter(None, map(bare, strings(projection))):
        assert each in document
        assert each in book


def test_an_independent_validator_agrees(tmp_path):
    for case in CASES:
        (tmp_path / f"{'-'.join(case)}.pdf").write_bytes(report(*case))
    broken = {
        change.__name__: change for change in (_no_program, _script, _no_intent, _unprinted_link)
    }
    for name, change in broken.items():
        (tmp_path / f"{name}.pdf").write_bytes(_changed(change))
    said = preflight_says(tmp_path)
    assert {name.removesuffix(".pdf") for name, complaints in said.items() if complaints} == {
        *broken
    }


@cache
def small() -> bytes:
    return whole(plain())


def _changed(change) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(small())) as pdf:
        change(pdf)
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def _font(pdf):
    return next(iter(pdf.pages[0].Resources.Font.values()))


def _no_program(pdf):
    del _font(pdf).DescendantFonts[0].FontDescriptor["/FontFile2"]


def _wrong_width(pdf):
    _font(pdf).DescendantFonts[0].W[1][0] = 999


def _no_letters(pdf):
    del _font(pdf)["/ToUnicode"]


def _script(pdf):
    pdf.Root.OpenAction = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Action, S=pikepdf.Name.JavaScript, JS="app.beep()")
    )


def _no_intent(pdf):
    del pdf.Root["/OutputIntents"]


def _no_relation(pdf):
    del pdf.Root.AF[0]["/AFRelationship"]


def _no_kind(pdf):
    del pdf.Root.AF[0].EF.F["/Subtype"]


def _unprinted_link(pdf):
    page = next(page for page in pdf.pages if "/Annots" in page)
    page.Annots[0].F = 2


def _level(pdf):
    data = pdf.Root.Metadata.read_bytes()
    data = re.sub(rb"(pdfaid:part[=>]\"?)3", rb"\g<1>2", data)
    pdf.Root.Metadata = pdf.make_stream(data, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)


def _draws(code):
    def change(pdf):
        pdf.pages[0].contents_add(code.encode())

    return change


def _see_through(pdf):
    pdf.pages[0].Resources.ExtGState = pikepdf.Dictionary(
        G=pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, ca=0.5))
    )


@pytest.mark.parametrize(
    ("change", "clause"),
    [
        (_no_program, "6.2.11.4.1"),
        (_wrong_width, "6.2.11.5"),
        (_no_letters, "6.2.11.7.2"),
        (_script, "6.5.1"),
        (_no_intent, "6.2.3"),
        (_no_relation, "6.8"),
        (_no_kind, "6.8"),
        (_unprinted_link, "6.3.2"),
        (_level, "6.6.4"),
        (_draws("q 0 0 0 1 k Q"), "6.2.4.3"),
        (_draws("q " * 30 + "Q " * 30), "6.1.13"),
        (_see_through, "6.2.10"),
    ],
)
def test_every_violation_is_detected(change, clause):
    assert [each for each in faults(_changed(change)) if each.startswith(clause)]


def test_an_unchanged_file_conforms():
    assert faults(small()) == []


@pytest.mark.parametrize(
    ("old", "new", "clause"),
    [
        (b"%PDF-1.7\n%", b"%PDF-1.7\nA", "6.1.2"),
        (b"%%EOF\n", b"%%EOF\nmore", "6.1.3"),
        (b"/ID [", b"/Ix [", "6.1.3"),
        (b"\nendstream", b" endstream", "6.1.7.1"),
        (b"\nxref\n0 ", b"\nxref 0\n", "6.1.4"),
    ],
)
def test_a_syntax_violation_is_detected(old, new, clause):
    broken = small().replace(old, new)
    assert broken != small()
    assert [each for each in faults(broken) if each.startswith(clause)]
