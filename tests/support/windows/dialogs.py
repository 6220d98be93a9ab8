"""Messages that come one after the other: press a button in each."""

from __future__ import annotations

from collections.abc import Callable

from assessor.gui.toolkit.dialogs.message_dialog import MessageDialog
from tests.support.screens.page import Page


def answers(when_asked: Callable[..., object], *pressed: str) -> list[str]:
    """Press a button in each dialog that comes, or leave it by Escape where blank.

    Return their texts as they come, without the marks around names.
    """
    texts, left = [], list(pressed)

    def press(dialog: MessageDialog) -> None:
        texts.append(Page(dialog).text.replace("\u2068", "").replace("\u2069", ""))
        button = left.pop(0)
        if left:
            when_asked(press, MessageDialog)
        Page(dialog).press(button) if button else dialog.reject()

    when_asked(press, MessageDialog)
    return texts
