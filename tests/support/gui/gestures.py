"""What a person does at a question of each kind: to say something, and to say nothing again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt

from assessor.gui.questions.base.question import Question


@dataclass
class Kind:
    """A kind: a valid value, what a person does to say it, and to say nothing again."""

    value: str
    act: Callable[[Any, Question], None] | None = None
    blank: Callable[[Any, Question], None] | None = None
    choice: bool = False


def typed(text: str) -> Callable[[Any, Question], None]:
    def act(bot: Any, question: Question) -> None:
        edit = question.editors()[0]
        edit.setFocus()
        edit.selectAll()  # type: ignore[attr-defined]
        bot.keyClick(edit, Qt.Key.Key_Delete)
        for at, line in enumerate(text.split("\n")):
            if at:
                bot.keyClick(edit, Qt.Key.Key_Return)
            bot.keyClicks(edit, line)
        question.flush()

    return act


def pressed(value: str) -> Callable[[Any, Question], None]:
    def act(bot: Any, question: Question) -> None:
        bot.mouseClick(question.options.buttons[value], Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]

    return act


def ticked(bot: Any, question: Question) -> None:
    bot.mouseClick(question.editors()[0], Qt.MouseButton.LeftButton)


def added(bot: Any, question: Question) -> None:
    typed("yes")(bot, question)


def taken_away(bot: Any, question: Question) -> None:
    for chip in question.editors()[1:]:
        bot.mouseClick(chip, Qt.MouseButton.LeftButton)


def counted(bot: Any, question: Question) -> None:
    bot.mouseClick(question.plus, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]


def cleared(bot: Any, question: Question) -> None:
    bot.mouseClick(question.clear, Qt.MouseButton.LeftButton)


def deleted(bot: Any, question: Question) -> None:
    bot.keyClick(question.editors()[0], Qt.Key.Key_Delete)


def keyed(*keys: Qt.Key) -> Callable[[Any, Question], None]:
    def act(bot: Any, question: Question) -> None:
        for key in keys:
            bot.keyClick(question.editors()[0], key)
        question.flush()

    return act


def carried(bot: Any, question: Question) -> None:
    bot.keyClick(question.editors()[0], Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
