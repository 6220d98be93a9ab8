"""Check the settings sheet and the languages of all sheets."""

from __future__ import annotations

import re

from assessor.form.authoring.findings import Findings, closest_name, shortened
from assessor.form.authoring.headings import TRANSLATED
from assessor.form.authoring.survey_structure import name_problem
from assessor.form.authoring.workbook import YES, Workbook

_NO = frozenset({"no", "false", "false()"})
_SWITCHES = ("allow_choice_duplicates", "clean_text_values", "omit_instanceid", "add_none_option")
_CODE = re.compile(r"\([A-Za-z]{2,3}(-[\w-]+)?\)\Z")


def check(book: Workbook, found: Findings) -> None:
    """Note problems of settings and languages."""
    _sheet(book, found)
    _languages(book, found)
    _default(book, found)
    _untranslated(book, found)


def _sheet(book: Workbook, found: Findings) -> None:
    rows = book.settings.rows
    if not rows:
        what = "There are no settings: the form is named data and has no version."
        found.remark("settings", 1, what, "Add a sheet settings with form_title, form_id, version.")
        return
    for row in rows[1:]:
        what = "Only the first row of the settings is read."
        found.remark("settings", row.number, what, "Remove this row.")
    first = rows[0]
    for column in ("form_id", "version"):
        if not first.get(column):
            what = f"The settings have no {column}."
            found.remark("settings", first.number, what, "Write it: answers are kept under it.")
    for heading, name in first.each("name"):
        why = name_problem(name)
        if why:
            what = f"The name {shortened(name)} cannot be one: {why}."
            fix = "A name begins with a letter or _; letters, digits, - _ and dots follow."
            found.problem("settings", first.number, what, fix, heading.text)
    for column in _SWITCHES:
        for heading, text in first.each(column):
            if text.lower() not in YES | _NO:
                what = f"The setting {column} is {shortened(text)}, which is neither yes nor no."
                fix, instead = "Write yes or no.", "It is as if it were not set."
                found.problem("settings", first.number, what, fix, heading.text, instead)


def _languages(book: Workbook, found: Findings) -> None:
    """Note a language that is probably a misspelling of a label language."""
    main = [each for each in book.survey.languages("label") if each]
    for name in ("survey", "choices"):
        sheet = book.sheet(name)
        for text, heading in sheet.headings.items():
            language = heading.language
            if not language or language in main:
                continue
            meant = closest_name(language, main)
            if not meant or _differ(meant, language):
                continue
            what = f"The column {text} is in {language}, and the labels are in {meant}."
            instead = f"{language} is a language of its own."
            found.misnamed(name, text, text.replace(language, meant), what, instead)


def _differ(one: str, other: str) -> bool:
    """Return whether two languages with similar names have different codes."""
    codes = [_CODE.search(each) for each in (one, other)]
    return all(codes) and len({code[0].lower() for code in codes if code}) == 2


def _default(book: Workbook, found: Findings) -> None:
    default = book.setting("default_language")
    labels = book.survey.languages("label") + book.choices.languages("label")
    known = [each for each in dict.fromkeys(labels) if each]
    if not default or not known or default in known or "" in labels:
        return
    meant = closest_name(default, known) or next(
        (each for each in known if each.startswith(default)), ""
    )
    what = f"The default_language is {default}, and no label is in it."
    fix = f"Is {meant} meant?" if meant else f"Write one of: {', '.join(known)}."
    found.remark("settings", book.settings.rows[0].number, what, fix)


def _untranslated(book: Workbook, found: Findings) -> None:
    """Note columns without a language that others have, and blank translations."""
    everywhere = [
        each
        for name in ("survey", "choices")
        for each in book.sheet(name).languages("label")
        if each
    ]
    for name in ("survey", "choices"):
        sheet = book.sheet(name)
        for column in sorted(TRANSLATED):
            languages = sheet.languages(column)
            if not languages:
                continue
            if lacking := [each for each in dict.fromkeys(everywhere) if each not in languages]:
                what = f"The column {column} is not written in {', '.join(lacking)}."
                found.remark(name, 1, what, "Add a column for each language.")
            _blank(name, column, book, found)


def _blank(name: str, column: str, book: Workbook, found: Findings) -> None:
    sheet = book.sheet(name)
    for language in sheet.languages(column):
        rows = [
            row.number
            for row in sheet.rows
            if row.get(column)
            and not any(each.language == language for each, _ in row.each(column))
        ]
        if rows:
            many = ", ".join(map(str, rows[:5])) + (" …" if len(rows) > 5 else "")
            what = f"{column} is blank in {language or 'the default language'} in row {many}."
            found.remark(name, rows[0], what, "Write it in every language.")
