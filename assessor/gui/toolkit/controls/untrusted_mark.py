"""The mark beside words whose signer nobody has vouched for, alike wherever they are read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assessor.assessment.core.signer_trust import Trust
from assessor.gui.toolkit.style.basic_widgets import label

WHY = "Nobody has vouched for the key that signed this. See People and keys."
"""What the mark means, as an English source string."""


def show_untrusted_mark(
    column: QVBoxLayout, parent: QWidget, trust: Trust, signer: str, words: Callable[[str], str]
) -> None:
    """Add the mark of a signer to a column; nothing for one who is trusted."""
    mark = trust.mark(signer, words)
    if not mark:
        return
    made = label(parent, "tag-warn", text=mark)
    made.setToolTip(words(WHY))
    made.setAccessibleDescription(made.toolTip())
    column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeading)
