"""Words of the form are styled, words of people are shown as they are, and nothing is opened."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument, QTextDocumentFragment

from assessor.form.labels.styled_text import plain_text
from assessor.gui.app.startup import create_application
from assessor.gui.toolkit.style.theme import Theme
from assessor.gui.toolkit.widgets.label_text import FormLabel, label_html

WHITE = (255, 255, 255)


@pytest.fixture
def words(qtbot):
    Theme(create_application(), "light")
    made = FormLabel("body")
    qtbot.addWidget(made)
    return made


def test_the_form_is_styled_and_read_aloud_without_signs(words):
    words.show_styled("Going **<span style='color:red'>red</span>**")
    assert words.textFormat() == Qt.TextFormat.RichText
    assert words.plain == "Going red"
    assert "<b>" in words.text() and "color:#" in words.text()


def test_a_long_name_is_broken_and_needs_no_more_room_than_its_place(words):
    name = "annual_report_of_the_ministry_of_interior_2026_final_version_signed.pdf"
    words.say(name)
    assert words.minimumSizeHint().width() <= 240
    assert words.plain == name == words.text().replace("\u200b", "")
    words.say("Of the Criminal Procedure Code")
    assert "\u200b" not in words.text()


@pytest.mark.parametrize("text", ["**not** bold", "<b>x</b>", "# 5"])
def test_people_are_shown_as_they_wrote(words, text):
    words.say(text)
    assert words.textFormat() == Qt.TextFormat.PlainText
    assert words.text() == words.plain == text


def test_what_is_only_escaped_is_plain(words):
    words.show_styled(r"5 \* 3 and <em>")
    assert words.textFormat() == Qt.TextFormat.PlainText
    assert words.text() == "5 * 3 and "


def test_colours_follow_the_ground(words):
    text = "<span style='color:navy'>navy</span>"
    words.show_styled(text)
    light = words.text()
    for look in create_application().findChildren(Theme):
        look.choose("dark")
    create_application().processEvents()
    assert words.text() != light
    for look in create_application().findChildren(Theme):
        look.choose("light")
    create_application().processEvents()
    assert words.text() == light


@example("#\n:")
@given(st.text(alphabet="ab <>&\"'*_#[]()\\/=:;\nspan style color red", max_size=60))
def test_qt_reads_the_words_and_no_markup_of_the_form(text):
    create_application()
    document = QTextDocument()
    document.setHtml(label_html(text, WHITE, mirrored=False))
    read = document.toPlainText().replace("\u2028", "\n")
    shown = plain_text(text) if text else ""
    assert [line.strip("\xa0 ") for line in read.split("\n")] == [
        line.strip() for line in shown.split("\n")
    ]
    assert "href" not in label_html(text, WHITE, mirrored=False).replace("&", "")


def test_a_mirrored_text_begins_at_the_right():
    html = label_html("**x**\ny", WHITE, mirrored=True)
    assert html.count('dir="rtl"') == html.count("\u200f") == 2
    assert QTextDocumentFragment.fromHtml(html).toPlainText().startswith("\u200fx")
