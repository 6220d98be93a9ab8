"""A form's language by the name the form gives it, or by its code."""

from __future__ import annotations

from assessor.errors import Refused
from assessor.form.definition import Form
from assessor.words import code_of


def language_of(form: Form, wished: str) -> str:
    """The form's own name for a language: `Arabic (ar)` for `Arabic (ar)` and for `ar`.

    "" is the form's default. Raises Refused for a language the form does not speak.
    """
    if not wished or wished in form.languages:
        return wished or form.default_language
    for offered in form.languages:
        if code_of(offered) == wished.lower():
            return offered
    raise Refused(
        "The form does not speak {language}; it speaks {offered}.",
        language=wished,
        offered=", ".join(form.languages) or "one language only",
    )
