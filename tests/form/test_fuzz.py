"""Broken expressions, forms and workbooks give a result or a FormError, quickly.

A small sample; `python -m tests.bench fuzz` runs a hundred thousand.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import pytest

from assessor.errors import FormError
from assessor.form.parse.form_parser import parse_form
from assessor.form.parse.form_source import FormSource
from tests.support.form.broken_models import convert as convert_workbook
from tests.support.form.broken_models import fill, workbooks, xforms
from tests.support.form.expression_fuzzing import evaluator, expressions

pytestmark = pytest.mark.slow


def holds(cases: Iterable[object], call: Callable[[object], None]) -> None:
    for case in cases:
        started = time.process_time()
        try:
            call(case)
        except Exception as error:  # noqa: BLE001 - any is a failure
            pytest.fail(f"{case!r}: {error!r}")
        assert time.process_time() - started < 10, case


def test_no_expression_breaks_the_engine() -> None:
    holds(expressions(500, seed=1), evaluator())


def test_no_form_breaks_the_engine() -> None:
    holds(xforms(50, seed=2), fill)


def test_no_workbook_breaks_the_converter() -> None:
    holds(workbooks(16, seed=3), convert_workbook)


@pytest.mark.parametrize(
    "text",
    [
        "<a>" * 5000 + "</a>" * 5000,
        '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>',
        '<?xml version="1.0"?><!DOCTYPE l SYSTEM "http://example.org/x.dtd"><l/>',
        "\u0000",
        "",
    ],
)
def test_hostile_markup_is_refused(text: str) -> None:
    with pytest.raises(FormError):
        parse_form(FormSource(text))
