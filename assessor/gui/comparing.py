"""The way from a question on which laptops disagree to their answers, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessor.gui.desk import Desk


def compare(desk: Desk, reference: str) -> None:
    """Bring the inspector up at the answers that disagree, hidden or not, and the keyboard there.

    Where the window is too narrow for it, it stays only until the window is wide again.
    """
    desk.inspect(desk.session.mission.node(reference))
    desk.show_inspector()
    desk.inspector.show_conflict()
