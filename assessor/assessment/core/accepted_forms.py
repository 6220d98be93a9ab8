"""Whether a form may be used: strictly when it is new here, forgivingly ever after."""

from __future__ import annotations

from functools import lru_cache

from assessor.errors import FormError, Problem
from assessor.form.model.definition import Form
from assessor.form.parse.form_parser import parse_form
from assessor.form.parse.form_source import FormSource
from assessor.scoring.instrument import Instrument
from assessor.scoring.instrument_sheets import Sheets


def accept_form(source: FormSource, *, anyway: bool = False) -> Form:
    """A form that is new here. Raises FormError with every problem of form and instrument at once.

    With `anyway` it is refused only for what makes it unusable.
    """
    problems = _instrument(source.sheets)[1]
    try:
        form = parse_form(source, forgiving=anyway)
    except FormError as error:
        raise FormError((*error.problems, *problems)) from error
    if problems and not anyway:
        raise FormError(problems)
    return form


def load_accepted_form(source: FormSource) -> tuple[Form, Instrument | None]:
    """A form that was accepted before, and its instrument; what was passed over is in the form.

    Raises FormError only for what makes a form unusable: a mission opens again, also with a newer
    Assessor that asks more of forms.
    """
    form = parse_form(source, forgiving=True)
    instrument, problems = _instrument(source.sheets)
    form.tolerated_problems += problems
    return form, instrument


@lru_cache(maxsize=4)
def unpack_form(packed: bytes) -> tuple[FormSource, Form, Instrument | None]:
    """The form in these bytes (FormSource.pack), and its instrument, as `known` gives them.

    Kept for the next who asks: a registry holds thousands of assessments of a few forms. Raises
    FormError.
    """
    source = FormSource.unpack(packed)
    return source, *load_accepted_form(source)


def _instrument(sheets: Sheets) -> tuple[Instrument | None, tuple[Problem, ...]]:
    """The instrument, or what keeps it from scoring."""
    try:
        return Instrument.from_sheets(sheets), ()
    except FormError as error:
        return None, tuple(
            Problem(each.what, each.fix, each.path, each.sheet, each.row, "Nothing is scored.")
            for each in error.problems
        )
