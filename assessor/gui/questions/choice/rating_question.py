"""Ratings on a scale of cards: maturity stages, sizes of needs, and Likert scales."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QFrame, QWidget

from assessor.form.live.node import Node
from assessor.gui.questions.base.question import Question
from assessor.gui.questions.choice.select_one_question import offered
from assessor.gui.toolkit.buttons.choice_button import ChoiceButton, Options
from assessor.gui.toolkit.controls.stage_card import CardAppearance, CardRow, StageCard
from assessor.gui.toolkit.style.basic_widgets import columns, fill, rows
from assessor.gui.toolkit.style.theme import STAGE_INK, STAGES
from assessor.gui.toolkit.widgets.label_text import FormLabel

"""White on the fourth colour has contrast 3.2:1: enough for a figure, not for a sentence."""
_NUMBERED = re.compile(r"^(\d)[.)]?\s+(.+)$")


class RatingQuestion(Question):
    """A scale as five small cards; figure keys choose."""

    clearable = True
    narrowest = 96
    grows = True
    """Whether a chosen step includes those before it."""

    def build(self) -> None:
        self._drawn: object = None
        self.options = Options(self.submit_value, self)
        self.row = CardRow(self, narrowest=self.narrowest)
        self._aside = QWidget(self)
        self._other_options = columns(self._aside)
        fill(self.editor, self.row, self._aside)

    def embed(self, name: str) -> None:
        super().embed(name)
        self._other_options.setDirection(QBoxLayout.Direction.TopToBottom)

    def editors(self) -> list[QWidget]:
        return self.options.in_order()

    def is_step(self, value: str) -> bool:
        """Return whether a choice is a step of the scale."""
        return value.isdigit()

    def appearance(self, _node: Node, _at: int, value: str, label: str) -> CardAppearance:
        """Return the look of a step."""
        number, title = _apart(value, label)
        return CardAppearance(number, title)

    def show_value(self, node: Node) -> None:
        choices = offered(node)
        steps = [each for each in choices if self.is_step(each[0])]
        faces = [self.appearance(node, at, *each) for at, each in enumerate(steps)]
        if (choices, faces) != self._drawn:
            self._drawn = (choices, faces)
            self._lay_out([value for value, _ in steps], faces, choices)
        self.options.check(node.value, enabled=not self.locked)
        values = [value for value, _ in steps]
        self.row.mark_passed(
            values.index(node.value) if self.grows and node.value in values else -1
        )

    def _lay_out(
        self, values: list[str], faces: list[CardAppearance], choices: list[tuple[str, str]]
    ) -> None:
        buttons: dict[str, QAbstractButton] = {}
        cards = []
        for value, face in zip(values, faces, strict=True):
            card = StageCard(face, self.row)
            description = (self.accessibleName(), face.text)
            card.setAccessibleDescription(". ".join(part for part in description if part))
            cards.append(card)
            buttons[value] = card
        for value, label in choices:
            if value not in buttons:
                buttons[value] = ChoiceButton(label, self._aside, exclusive=True)
                buttons[value].setAccessibleDescription(self.accessibleName())
                self._other_options.addWidget(buttons[value])
        while (
            item := self._other_options.itemAt(self._other_options.count() - 1)
        ) and item.spacerItem():
            self._other_options.takeAt(self._other_options.count() - 1)
        self._other_options.addStretch(1)
        self._aside.setVisible(len(values) < len(choices))
        self.options.put(buttons)
        self.options.keys = {value: value for value in values if len(value) == 1}
        self.row.put(cards)


class StageQuestion(RatingQuestion):
    """A maturity stage: descriptors, the chosen stage, and the conditions of the next one."""

    narrowest = 124

    def build(self) -> None:
        super().build()
        self._next = QFrame(self)
        self._next.setProperty("role", "next-stage")
        self._next_title = FormLabel("next-title", self._next)
        self._next_text = FormLabel("next-text", self._next)
        rows(self._next, self._next_title, self._next_text, gap=2, margins=(12, 8, 12, 8))
        self.editor.insertWidget(1, self._next)

    def appearance(self, node: Node, at: int, value: str, label: str) -> CardAppearance:
        number, title = _apart(value, label)
        texts = self.context.scale.descriptors(node)
        colour = min(at, len(STAGES) - 1)
        text = texts[at] if at < len(texts) else ""
        return CardAppearance(number, title, text, STAGES[colour], STAGE_INK[colour])

    def show_value(self, node: Node) -> None:
        super().show_value(node)
        cards = self.row.cards
        at = next((n for n, card in enumerate(cards) if card.isChecked()), -1)
        next_stage = cards[at + 1].appearance if 0 <= at < len(cards) - 1 else None
        self._next.setVisible(next_stage is not None and bool(next_stage.text))
        if next_stage is not None:
            heading = self.context.words("What stage {number}, {title}, asks next")
            self._next_title.say(heading.format(number=next_stage.number, title=next_stage.title))
            self._next_text.show_styled(next_stage.text)
        self.show_notice("info", self._evidence_notice(node))

    def _evidence_notice(self, node: Node) -> str:
        """Return a notice if the evidence does not support the chosen stage."""
        grade = self.context.scale.grade(self.atom.evidence)
        if grade is None or grade.supports is None or not node.value.isdigit():
            return ""
        if grade.supports >= int(node.value):
            return ""
        words = self.context.words
        if not grade.supports:
            return words("Without evidence this stage does not count yet.")
        return words("With “{evidence}” evidence this counts as stage {stage} for now.").format(
            evidence=grade.title, stage=grade.supports
        )


def _apart(value: str, label: str) -> tuple[str, str]:
    """Split the label of a step such as `3 Operational` into number and title."""
    found = _NUMBERED.match(label)
    return (found.group(1), found.group(2)) if found else (value, label)


class LikertQuestion(RatingQuestion):
    """A scale in which every choice is a step."""

    narrowest = 88
    grows = False

    def is_step(self, _value: str) -> bool:
        return True

    def appearance(self, _node: Node, _at: int, _value: str, label: str) -> CardAppearance:
        return CardAppearance("", label)
