"""A form's language by the name the form gives it, or by its code."""

from __future__ import annotations

from assessor.errors import Refused
from assessor.form.model.definition import Form
from assessor.words import LANGUAGES, language_code


def language_of(form: Form, wished: str) -> str:
    """The form's own name for a language: `Arabic (ar)` for `Arabic (ar)` and for `ar`.

    "" is the form's default. Raises Refused for a language the form does not speak.
    """
    if not wished or wished in form.languages:
        return wished or form.default_language
    for offered in form.languages:
        if language_code(offered) == wished.lower():
            return offered
    raise Refused(
        "The form does not speak {language}; it speaks {offered}.",
        language=wished,
        offered=", ".join(form.languages) or "one language only",
    )


def nearest_language(form: Form, code: str) -> str:
    """The form's language for a reader of `code`: that one, else English, else its default."""
    spoken = {language_code(each): each for each in form.languages}
    return spoken.get(code, spoken.get("en", form.default_language))


def report_languages(form: Form, wished: str) -> tuple[str, str]:
    """The form's language for a report in the language wished for, and the report's own.

    They are one where the form speaks it. Where only Assessor does, the form's words are in
    English, or in its default where it speaks no English. Raises Refused where neither speaks it.
    """
    code = wished.lower()
    spoken = {language_code(each) for each in form.languages}
    if code in LANGUAGES and wished not in form.languages and code not in spoken:
        return nearest_language(form, code), code
    own = language_of(form, wished)
    return own, own
