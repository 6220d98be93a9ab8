"""The mark of statements whose signer is not trusted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assessor.assessment.core.signer_trust import Trust
from assessor.gui.toolkit.style.basic_widgets import label

EXPLANATION = "Nobody has vouched for the key that signed this. See People and keys."
"""What the mark means, as an English source text."""


def show_untrusted_mark(
    column: QVBoxLayout, parent: QWidget, trust: Trust, signer: str, words: Callable[[str], str]
) -> None:
    """Add the mark of a signer to a column; nothing for a trusted signer."""
    mark = trust.mark(signer, words)
    if not mark:
        return
    tag = label(parent, "tag-warn", text=mark)
    tag.setToolTip(words(EXPLANATION))
    tag.setAccessibleDescription(tag.toolTip())
    column.addWidget(tag, 0, Qt.AlignmentFlag.AlignLeading)
