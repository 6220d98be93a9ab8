"""Files dropped on the open mission: received, met, taken over, or gone on in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assessor.gui.dropping import sort_out

if TYPE_CHECKING:
    from assessor.gui.window import Window


def take(window: Window, paths: Sequence[Path]) -> None:
    """Show whom a card introduces, what a pack or a form changes, or what would be received."""
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
    else:
        window.receive_from_colleagues(meant.paths)
