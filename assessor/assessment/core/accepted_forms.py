"""Acceptance of forms: strict for a new form, tolerant for one that is already in use."""

from __future__ import annotations

from functools import lru_cache

from assessor.errors import FormError, Problem
from assessor.form.model.definition import Form
from assessor.form.parse.form_parser import parse_form
from assessor.form.parse.form_source import FormSource
from assessor.scoring.instrument import Instrument
from assessor.scoring.instrument_sheets import Sheets


def accept_form(source: FormSource, *, anyway: bool = False) -> Form:
    """Parse a new form. Raises FormError with every problem, with `anyway` only if unusable."""
    try:
        form, _ = load_accepted_form(source)
    except FormError as error:
        raise FormError((*error.problems, *_instrument(source.sheets)[1])) from error
    if form.tolerated_problems and not anyway:
        raise FormError(form.tolerated_problems)
    return form


def load_accepted_form(source: FormSource) -> tuple[Form, Instrument | None]:
    """Parse a form accepted before, and its instrument; tolerated problems are kept in the form.

    Raises FormError only if the form is unusable: a mission must open again with a newer version of
    Assessor that checks more. The last few are kept: a new mission needs its form three times.
    """
    return _load_once(source, source.tolerated_problems)


@lru_cache(maxsize=4)
def _load_once(
    source: FormSource, _tolerated: tuple[Problem, ...]
) -> tuple[Form, Instrument | None]:
    return _load(source)


@lru_cache(maxsize=4)
def unpack_form(packed: bytes) -> tuple[FormSource, Form, Instrument | None]:
    """Load a packed form; cached, because a registry uses few. Raises FormError."""
    source = FormSource.unpack(packed)
    return source, *_load(source)


def _load(source: FormSource) -> tuple[Form, Instrument | None]:
    form = parse_form(source, forgiving=True)
    instrument, problems = _instrument(source.sheets)
    form.tolerated_problems += problems
    return form, instrument


def _instrument(sheets: Sheets) -> tuple[Instrument | None, tuple[Problem, ...]]:
    try:
        return Instrument.from_sheets(sheets), ()
    except FormError as error:
        return None, tuple(
            Problem(each.what, each.fix, each.path, each.sheet, each.row, "Nothing is scored.")
            for each in error.problems
        )
