"""Keys are told as they are written on keyboards, and whole in a sentence read from the right."""

import pytest
from PySide6.QtGui import QAction, QKeySequence

from assessor.gui.toolkit.style.basic_widgets import unmarked
from assessor.gui.toolkit.text.key_names import action_text_setter, key_name

pytestmark = pytest.mark.window


@pytest.mark.parametrize(
    ("keys", "language", "told"),
    [
        ("", "en", ""),
        ("F8", "en", "F8"),
        ("Alt+Up", "en", "Alt+↑"),
        ("Right", "en", "→"),
        ("Ctrl++", "en", "Ctrl++"),
        ("Ctrl+Shift+Return", "en", "Ctrl+Shift+Enter"),
        ("Ctrl+Enter", "fr", "Ctrl+Enter"),
        ("Alt+Down", "ar", "\u2068Alt+↓\u2069"),
        ("Ctrl+?", "ar", "\u2068Ctrl+?\u2069"),
    ],
)
def test_a_key_is_told_as_it_is_written_on_keyboards(qapp, keys, language, told):
    assert key_name(QKeySequence(keys), language) == told


def test_a_menu_tells_keys_as_the_sheet_does_and_the_words_stay_the_words(qapp):
    action = QAction(qapp)
    action.setShortcut(QKeySequence("Alt+Up"))
    action_text_setter(action, lambda: "en")("&Previous section…")
    assert action.text() == "&Previous section…\tAlt+↑"
    assert unmarked(action.text()) == "Previous section"
    assert action.shortcut() == QKeySequence("Alt+Up")
