"""Forms that exceed the limits of size and depth are refused quickly and with little memory."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from assessor.errors import FileError, FormError
from assessor.form.authoring import workbook_files, xlsform
from assessor.form.model import xpath_nodes
from assessor.form.model.markup import read_xml
from assessor.form.parse.external_instances import read_external
from assessor.form.parse.form_parser import parse_form
from assessor.form.parse.form_source import FormSource
from tests.support.form.markdown_forms import read_markdown

BOMB = (
    b"<!DOCTYPE l [<!ENTITY a0 'ha'>"
    + b"".join(b"<!ENTITY a%d '%s'>" % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 12))
    + b"]>"
)
CELL = b'<c r="A%d" t="inlineStr"><is><t>%s</t></is></c>'


@pytest.fixture(scope="module")
def plain() -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "survey"
    for row in (("type", "name", "label"), ("text", "a", "A")):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(workbook: bytes, name: str, change) -> bytes:
    """Return a workbook with one part changed or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.namelist():
            if not part.endswith(name):
                after.writestr(part, before.read(part))
        old = [part for part in before.namelist() if part.endswith(name)]
        after.writestr(old[0] if old else name, change(before.read(old[0]) if old else b""))
    return out.getvalue()


def refused(path: Path, word: str, error: type[Exception] = FormError) -> None:
    with pytest.raises(error, match=word):
        xlsform.read_form(path)


@pytest.mark.parametrize(
    ("part", "change", "word", "error"),
    [
        (
            "sheet1.xml",
            lambda xml: BOMB + xml.replace(b"<t>text", b"<t>&a11;"),
            "document type",
            FormError,
        ),
        ("styles.xml", lambda xml: BOMB + xml, "document type", FormError),
        ("extra.bin", lambda _: b"0" * (130 * 2**20), "unpacks to more", FormError),
        (
            "sheet1.xml",
            lambda xml: xml.replace(b"</row>", b'<c r="XFD1" t="n"><v>1</v></c></row>', 1),
            "more than 500 columns",
            FormError,
        ),
        ("sheet1.xml", lambda _: b"\x00\xff", "not an Excel workbook", FileError),
        ("workbook.xml", lambda xml: xml[:40], "not an Excel workbook", FileError),
    ],
    ids=["entities", "doctype", "zip bomb", "columns", "no XML", "cut off"],
)
def test_a_hostile_workbook_is_refused(
    plain: bytes, tmp_path: Path, part: str, change, word: str, error
) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(changed(plain, part, change))
    refused(path, word, error)


def test_a_row_at_the_end_of_the_world_costs_nothing(plain: bytes, tmp_path: Path) -> None:
    last = b'<row r="999999999">' + CELL % (999_999_999, b"x") + b"</row></sheetData>"
    path = tmp_path / "form.xlsx"
    path.write_bytes(changed(plain, "sheet1.xml", lambda xml: xml.replace(b"</sheetData>", last)))
    assert len(xlsform.read_form(path).sheets["survey"]) == 1


def test_too_many_parts_are_refused(plain: bytes, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(plain)
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(workbook_files.MAX_PARTS):
            archive.writestr(f"x/{number}", b"")
    refused(path, "unpacks to more")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("type,name,label\n" + "note,,x\n" * 100_001, "more than 100000 rows"),
        ("type,name,label" + ",x" * 600 + "\n", "more than 500 columns"),
    ],
)
def test_a_sheet_too_large_is_refused(tmp_path: Path, text: str, word: str) -> None:
    (tmp_path / "survey.csv").write_text(text, encoding="utf-8")
    refused(tmp_path, word)


@pytest.mark.parametrize("name", ["form.md", "form.xml", "form.xlsx"])
def test_a_file_too_large_is_refused_unread(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(workbook_files.MAX_FILE + 1)
    refused(path, "larger than 32 MB")


def test_files_beside_a_form_are_limited_one_by_one_and_together(tmp_path: Path) -> None:
    (tmp_path / "f.md").write_text("| survey |\n| | type | name |\n", encoding="utf-8")
    media = tmp_path / "f-media"
    media.mkdir()
    for name, size, word in (("a.bin", 33, "larger than 32 MB"), ("b.bin", 30, "than 40 MB")):
        with (media / name).open("wb") as file:
            file.truncate(size * 2**20)
        refused(tmp_path / "f.md", word)
        with (media / name).open("wb") as file:
            file.truncate(20 * 2**20)


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("c.csv", b"a,b\n" + b"1,2\n" * 200_001, "more than 200000 rows"),
        ("c.csv", b"a," * 600 + b"\n", "more than 500 columns"),
        ("c.csv", b"a," * 99 + b"b\n" + b"1\n" * 20_000, "more than 1500000 cells"),
        ("c.geojson", b"[" * 200_000, "nests without end"),
        ("c.xml", BOMB + b"<l>&a11;</l>", "c.xml"),
        ("c.xml", b"<a>" * 100_000, "c.xml"),
        ("c.xml", b"<a %s/>" % b" ".join(b'b%d="1"' % i for i in range(501)), "500 attributes"),
    ],
)
def test_a_file_beside_a_form_is_limited(name: str, data: bytes, word: str) -> None:
    with pytest.raises(FormError, match=word):
        read_external(name, data)


def test_groups_nest_only_so_deep() -> None:
    def nested(depth: int) -> str:
        begins = "".join(f"| | begin_repeat | g{i} | G |\n" for i in range(depth))
        ends = "| | end_repeat | | |\n" * depth
        return f"| survey |\n| | type | name | label |\n{begins}| | text | a | A |\n{ends}"

    assert parse_form(read_markdown(nested(100))).binds
    for depth in (101, 3000):
        with pytest.raises(FormError, match="deeper than 100 levels"):
            read_markdown(nested(depth))


def test_nodes_of_a_form_nest_only_so_deep() -> None:
    deep = "<a>" * 300 + "</a>" * 300
    text = f"<h><head><model><instance>{deep}</instance></model></head><body/></h>"
    with pytest.raises(FormError, match="depth"):
        parse_form(FormSource(text))


def test_the_text_in_a_leaf_is_a_node_like_any_other() -> None:
    item = xpath_nodes.new_element(xpath_nodes.new_root(), "item")
    full, blank = xpath_nodes.new_element(item, "v", "7"), xpath_nodes.new_element(item, "w")
    (text,) = full.child_nodes()
    assert (text.kind, text.text, text.parent_node(), list(text.child_nodes())) == (
        "text",
        "7",
        full,
        [],
    )
    assert list(blank.child_nodes()) == [] and item.text == "7"


@pytest.mark.parametrize("kind", [str, bytes])
def test_an_element_has_only_so_many_attributes(kind: type) -> None:
    def element(count: int) -> str | bytes:
        # The shortest possible attribute: one letter of two bytes, no value.
        text = "<a " + " ".join(f"{chr(0x100 + number)}=''" for number in range(count)) + "/>"
        return text if kind is str else text.encode()

    assert read_xml(element(500)) is not None
    with pytest.raises(FormError, match="500 attributes"):
        read_xml(element(501))
