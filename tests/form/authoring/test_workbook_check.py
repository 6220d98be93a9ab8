"""The workbook check reports every mistake by sheet and row, with its fix, and no false ones."""

from __future__ import annotations

import pytest

from assessor.errors import FormError, Problem
from assessor.form.authoring import headings, row_types, xlsform
from assessor.form.parse.form_parser import parse_form
from assessor.form.parse.form_source import FormSource
from tests.support.assessment.laptops import instrument
from tests.support.form.broken_forms import BROKEN
from tests.support.form.remarked_forms import REMARKED
from tests.support.form.sheets import CORPUS, false_alarms


def read(text: str) -> FormSource:
    tables: dict[str, list[list[str]]] = {}
    rows: list[list[str]] = []
    for line in text.strip("\n").splitlines():
        name, colon, rest = line.partition(": ")
        if colon and " " not in name and "|" not in name and name[0].isalpha():
            rows = tables.setdefault(name, [])
            line = rest
        if line.strip():
            rows.append([cell.strip() for cell in line.split("|")])
    return xlsform.from_tables(tables)


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(FormError) as caught:
        parse_form(read(text))
    return caught.value.problems


def compare(found: tuple[Problem, ...], expected: list[tuple[str, int, str, str]]) -> None:
    for sheet, row, what, fix in expected:
        alike = [each for each in found if (each.sheet, each.row) == (sheet, row)]
        assert any(what in each.what and fix in each.fix for each in alike), (
            f"{sheet} {row}: {what} … {fix}\n" + "\n".join(map(str, found))
        )


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_a_mistake_is_said_with_its_row_and_its_fix(text: str, expected) -> None:
    found = problems(text)
    compare(found, expected)
    assert len(found) == len(expected), "\n".join(map(str, found))


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in REMARKED], ids=[case[0] for case in REMARKED]
)
def test_what_looks_unintended_is_remarked_and_the_form_read(text: str, expected) -> None:
    compare(read(text).remarks, expected)


def test_the_shipped_form_is_read_without_a_remark() -> None:
    assert instrument().remarks == ()


def test_remarks_do_not_travel() -> None:
    source = read("survey: type | name | label\ntext | a | A")
    assert source.remarks
    assert FormSource.unpack(source.pack()).remarks == ()


def test_what_can_be_passed_over_stops_only_a_form_that_is_new() -> None:
    source = read("survey: type | name | label | relevent\ntext | a | A | 1 = 1")
    (doubt,) = source.tolerated_problems
    assert doubt.passable and doubt.row == 1
    assert parse_form(source, forgiving=True).tolerated_problems == (doubt,)
    with pytest.raises(FormError):
        parse_form(source)


def test_every_type_pyxform_knows_is_known() -> None:
    from pyxform.aliases import _type_alias_map, select
    from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

    known = {*QUESTION_TYPE_DICT, *_type_alias_map, *select}
    assert [each for each in sorted(known) if row_types.read_type(each) is None] == []


def test_every_column_pyxform_knows_is_known() -> None:
    from pyxform import aliases

    for sheet, known in (
        ("survey", aliases.survey_header),
        ("choices", aliases.list_header),
        ("settings", aliases.settings_header),
    ):
        read_as = headings.headings(sheet, known)
        own = [text for text, heading in read_as.items() if not heading.known]
        assert [text for text in own if not text.startswith("sms_") and text != "body"] == []


def test_no_sound_form_is_refused() -> None:
    """Every fourth recorded form; `python -m tests.bench fuzz` tries all."""
    if not CORPUS.exists():
        pytest.skip("the recorded forms are not at hand")
    assert false_alarms(every=4) == {}
