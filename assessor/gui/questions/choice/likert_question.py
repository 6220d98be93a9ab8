"""A Likert scale: choices side by side, equally wide, each with its label."""

from __future__ import annotations

from assessor.form.live.node import Node
from assessor.gui.questions.choice.rating_question import RatingQuestion
from assessor.gui.toolkit.controls.stage_card import CardAppearance


class LikertQuestion(RatingQuestion):
    """A scale in which every choice is a step."""

    narrowest = 88
    grows = False

    def is_step(self, _value: str) -> bool:
        """Always True."""
        return True

    def appearance(self, _node: Node, _at: int, _value: str, label: str) -> CardAppearance:
        """Show only the label."""
        return CardAppearance("", label)
