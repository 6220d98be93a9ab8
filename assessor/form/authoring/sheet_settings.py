"""Check the settings sheet and the languages of all sheets."""

from __future__ import annotations

import re

from assessor.form.authoring.findings import Findings, closest_name, shortened, suggestion
from assessor.form.authoring.headings import TRANSLATED
from assessor.form.authoring.survey_structure import name_problem
from assessor.form.authoring.workbook import YES, Workbook

_NO = frozenset({"no", "false", "false()"})
_SWITCHES = ("allow_choice_duplicates", "clean_text_values", "omit_instanceid", "add_none_option")
_CODE = re.compile(r"\([A-Za-z]{2,3}(-[\w-]+)?\)\Z")


def check(book: Workbook, findings: Findings) -> None:
    """Note problems of settings and languages."""
    _check_settings(book, findings)
    _check_languages(book, findings)
    _check_default_language(book, findings)
    _check_translations(book, findings)


def _check_settings(book: Workbook, findings: Findings) -> None:
    rows = book.settings.rows
    if not rows:
        what = "There are no settings: the form is named data and has no version."
        fix = "Add a sheet settings with form_title, form_id, version."
        findings.remark("settings", 1, what, fix)
        return
    for row in rows[1:]:
        what = "Only the first row of the settings is read."
        findings.remark("settings", row.number, what, "Remove this row.")
    first = rows[0]
    for column in ("form_id", "version"):
        if not first.get(column):
            what = f"The settings have no {column}."
            findings.remark("settings", first.number, what, "Write it: answers are kept under it.")
    for heading, name in first.each("name"):
        why = name_problem(name)
        if why:
            what = f"The name {shortened(name)} cannot be one: {why}."
            fix = "A name begins with a letter or _; letters, digits, - _ and dots follow."
            findings.problem("settings", first.number, what, fix, heading.text)
    for column in _SWITCHES:
        for heading, text in first.each(column):
            if text.lower() not in YES | _NO:
                what = f"The setting {column} is {shortened(text)}, which is neither yes nor no."
                fix, instead = "Write yes or no.", "It is as if it were not set."
                findings.problem("settings", first.number, what, fix, heading.text, instead)


def _check_languages(book: Workbook, findings: Findings) -> None:
    """Note a language that is probably a misspelling of a label language."""
    main = [each for each in book.survey.languages("label") if each]
    for name in ("survey", "choices"):
        sheet = book.sheet(name)
        for text, heading in sheet.headings.items():
            language = heading.language
            if not language or language in main:
                continue
            correct = closest_name(language, main)
            if not correct or _have_different_codes(correct, language):
                continue
            what = f"The column {text} is in {language}, and the labels are in {correct}."
            instead = f"{language} is a language of its own."
            findings.misnamed(name, text, text.replace(language, correct), what, instead)


def _have_different_codes(first: str, second: str) -> bool:
    codes = [_CODE.search(each) for each in (first, second)]
    return all(codes) and len({code[0].lower() for code in codes if code}) == 2


def _check_default_language(book: Workbook, findings: Findings) -> None:
    default = book.setting("default_language")
    labels = book.survey.languages("label") + book.choices.languages("label")
    languages = [each for each in dict.fromkeys(labels) if each]
    if not default or not languages or default in languages or "" in labels:
        return
    longer = (f"Is {each} meant?" for each in languages if each.startswith(default))
    what = f"The default_language is {default}, and no label is in it."
    fix = suggestion(default, languages, next(longer, f"Write one of: {', '.join(languages)}."))
    findings.remark("settings", book.settings.rows[0].number, what, fix)


def _check_translations(book: Workbook, findings: Findings) -> None:
    """Note columns without a language that others have, and blank translations."""
    labels = book.survey.languages("label") + book.choices.languages("label")
    everywhere = [each for each in dict.fromkeys(labels) if each]
    for name in ("survey", "choices"):
        sheet = book.sheet(name)
        for column in sorted(TRANSLATED):
            languages = sheet.languages(column)
            if not languages:
                continue
            if lacking := [each for each in everywhere if each not in languages]:
                what = f"The column {column} is not written in {', '.join(lacking)}."
                findings.remark(name, 1, what, "Add a column for each language.")
            _check_blanks(name, column, book, findings)


def _check_blanks(name: str, column: str, book: Workbook, findings: Findings) -> None:
    sheet = book.sheet(name)
    for language in sheet.languages(column):
        written = [
            (row.number, {each.language for each, _ in row.each(column)}) for row in sheet.rows
        ]
        if rows := [number for number, found in written if found and language not in found]:
            many = ", ".join(map(str, rows[:5])) + (" …" if len(rows) > 5 else "")
            what = f"{column} is blank in {language or 'the default language'} in row {many}."
            findings.remark(name, rows[0], what, "Write it in every language.")
