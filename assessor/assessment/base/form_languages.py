"""Languages of a form, by the form's name or by code."""

from __future__ import annotations

from assessor.errors import Refused
from assessor.form.model.definition import Form
from assessor.words import LANGUAGES, language_code


def language_of(form: Form, wished: str) -> str:
    """Return the form's own name of a language: `Arabic (ar)` for `Arabic (ar)` and for `ar`.

    "" is the form's default. Raises Refused for a language that the form does not have.
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
    """Return the form's language for a reader: `code`, else English, else its default."""
    by_code = {language_code(each): each for each in form.languages}
    return by_code.get(code, by_code.get("en", form.default_language))


def report_languages(form: Form, wished: str) -> tuple[str, str]:
    """Return the form's language for a report, and the language of the report's own texts.

    They are the same if the form has it. If only Assessor does, the form's texts are in English, or
    in its default without English. Raises Refused if neither has it.
    """
    code = wished.lower()
    codes = {language_code(each) for each in form.languages}
    if code in LANGUAGES and wished not in form.languages and code not in codes:
        return nearest_language(form, code), code
    own = language_of(form, wished)
    return own, own
