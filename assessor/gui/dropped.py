"""Files dropped on the open mission: received, met, gone on in, or kept beside the answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assessor.gui.desk import Desk
from assessor.gui.dropping import sort_out
from assessor.gui.messages import Message
from assessor.gui.phrases import Phrases

if TYPE_CHECKING:
    from assessor.gui.window import Window


def take(window: Window, paths: Sequence[Path]) -> None:
    """Show whom a card introduces, what a pack or a form changes, or what would be received.

    What is none of these, such as a photograph, is kept beside the answer to the question in focus.
    """
    meant = sort_out(paths)
    if meant.kind == "meet":
        window.meet(meant.paths[0])
    elif meant.kind == "pack":
        from assessor.gui.updating import update_from

        update_from(window, window.session, meant.paths[0])
    elif meant.kind == "new":
        if window.settle():
            from assessor.gui.newer_form import offer

            offer(window, window.session, meant.paths[0])
    elif meant.kind or not _put_beside(window, meant.paths):
        window.receive_from_colleagues(meant.paths)


def _put_beside(window: Window, paths: Sequence[Path]) -> bool:
    """Keep files beside the question in focus and show them there; False where that cannot be."""
    desk = window.show_screen("desk")
    assert isinstance(desk, Desk)
    if desk.context.read_only or not all(path.is_file() for path in paths):
        return False
    if not desk.inspector.reference:
        phrases = Phrases(window.session.language)
        text = phrases("Go to a question first, then drop the file again: it is kept beside it.")
        Message(window, text, phrases).exec()
        return True
    desk.inspector.show()
    files = desk.inspector.files
    for path in paths:
        files.take(path, "")
    desk.inspector.ensureWidgetVisible(files)
    return True
