"""Application language: text direction and Qt's own translations."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from assessor import words
from assessor.form.model.definition import Form
from assessor.gui.toolkit.style.painting import direction
from assessor.gui.toolkit.style.theme import redress
from assessor.gui.toolkit.text.phrases import Phrases


def set_app_language(app: QApplication, language: str) -> None:
    """Set the text direction and Qt's own translations for a language code."""
    right_to_left = words.is_right_to_left(language)
    app.setProperty("language", language)
    app.setLayoutDirection(direction(right_to_left))
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    own = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if own.load(f"qtbase_{language}", folder):
        app.installTranslator(own)
    redress(app)


def question_language(form: Form, questions: str, phrases: Phrases) -> tuple[str, str]:
    """Return a tag and an explanation if the form lacks the window's language, else blanks."""
    own = phrases.language
    if not form.languages or own in {words.language_code(each) for each in form.languages}:
        return "", ""
    why = phrases(
        "The form does not speak {language}. It speaks: {others}. Choose under Language, Questions"
        " in.",
        language=words.language_name(own),
        others=words.join_list(map(words.language_name, form.languages), own),
    )
    return phrases("Questions in {language}", language=words.language_name(questions)), why


def app_language() -> str:
    """Return the language code of the application, `en` by default."""
    app = QApplication.instance()
    return str(app.property("language") or "en") if app is not None else "en"
