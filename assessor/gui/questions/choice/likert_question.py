"""A scale of agreement: its choices side by side, equally wide, each labelled."""

from __future__ import annotations

from assessor.form.live.node import Node
from assessor.gui.questions.choice.rating_question import RatingQuestion
from assessor.gui.toolkit.controls.stage_card import CardAppearance


class LikertQuestion(RatingQuestion):
    """Every choice is a step of the scale, whatever its value."""

    narrowest = 88
    grows = False

    def is_step(self, _value: str) -> bool:
        """All of them."""
        return True

    def appearance(self, _node: Node, _at: int, _value: str, label: str) -> CardAppearance:
        """The label alone."""
        return CardAppearance("", label)
