"""A scale of agreement: its choices side by side, equally wide, each labelled."""

from __future__ import annotations

from assessor.form.node import Node
from assessor.gui.questions.stage import RatingQuestion
from assessor.gui.stage_card import Face


class LikertQuestion(RatingQuestion):
    """Every choice is a step of the scale, whatever its value."""

    narrowest = 88
    grows = False

    def is_step(self, _value: str) -> bool:
        """All of them."""
        return True

    def face(self, _node: Node, _at: int, _value: str, label: str) -> Face:
        """The label alone."""
        return Face("", label)
