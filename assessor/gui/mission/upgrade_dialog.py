"""The preview of an update to a newer form version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from textwrap import shorten
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QTreeWidget, QTreeWidgetItem, QWidget

from assessor.assessment.core.derive import path_of
from assessor.assessment.mission.form_upgrade import FormUpgrade
from assessor.form.labels.styled_text import plain_text
from assessor.form.model.form_diff import can_replace
from assessor.gui.questions.answer_text import value_text
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.dialog import Dialog
from assessor.gui.toolkit.style.basic_widgets import button, closing, fill
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.gui.toolkit.widgets.tree_view import tree_group, tree_widget

_FACETS = {
    "question": "Its words",
    "guidance": "Its guidance",
    "type": "The kind of answer",
    "choices": "Its choices",
    "relevance": "When it is asked",
    "constraint": "What is allowed",
    "required": "Whether it is required",
    "calculation": "How it is worked out",
    "only read": "Whether it can be answered",
}


class UpgradeDialog(Dialog):
    """The added, moved, changed and retired questions of a newer version.

    The person may name the new question for a retired one, which then keeps its answers.
    """

    topic = "upgrade"

    def __init__(self, parent: QWidget, session: Session, plan: FormUpgrade) -> None:
        super().__init__(parent)
        self._plan, self._now = plan, session.assessment
        self._language = session.assessment.language
        self._phrases = phrases = Phrases(session.language)
        self._names: dict[str, QComboBox] = {}
        self.resize(820, 620)
        title = phrases(
            "From version {old} to version {new}",
            old=plan.old.version or "–",
            new=plan.new.version or "–",
        )
        lead = phrases(
            "Everything that was answered stays in the mission. Answers of questions that moved go"
            " along; answers of retired questions are kept and printed for the team."
        )
        down = self.head(title, lead, window=phrases("A newer version of the form"))
        self.tree = self._empty_tree()
        self._fill()
        stays = button(self, self.reject, phrases("Stay with the present version"))
        goes = button(self, self.accept, phrases("Update to the newer version"), role="primary")
        goes.setDefault(True)
        fill(down, (self.tree, 1), closing(self, stays, goes))

    @property
    def renamed(self) -> Mapping[str, str]:
        """Return the renamings by the person: old path → new path."""
        return {path: box.currentData() for path, box in self._names.items() if box.currentData()}

    def _empty_tree(self) -> QTreeWidget:
        tree = tree_widget(self, self._phrases("What the newer version changes"), 280)
        tree.setWordWrap(True)
        tree.setSelectionMode(QTreeWidget.SelectionMode.SingleSelection)
        return tree

    def _fill(self) -> None:
        plan, phrases = self._plan, self._phrases
        for group, path in self._groups(
            "trash", "warn", "Questions that are retired", plan.retired
        ):
            self._replacement_choice(self._row(group, path, self._old_answer(path)), path)
        for group, (reference, value) in self._groups(
            "warning", "warn", "Answers to look at again", plan.unfit
        ):
            answer = self._answer_text(reference, value)
            reason = phrases("“{value}” is not what is asked now", value=answer)
            self._row(group, path_of(reference), reason)
        for group, path in self._groups("plus", "accent", "Questions that are added", plan.added):
            self._row(group, path)
        title = "Questions that moved, with their answers"
        for group, (_, now) in self._groups("arrow-right", "accent", title, plan.carried):
            self._row(group, now)
        for group, (path, what) in self._groups(
            "edit", "accent", "Questions that changed", plan.difference.changed
        ):
            self._row(group, path, note=" · ".join(phrases(_FACETS[each]) for each in what))
        if not self.tree.topLevelItemCount():
            self._group("check-circle", "ok", "No question differs", 0)

    def _groups(
        self, drawn: str, token: str, title: str, lines: Sequence[Any]
    ) -> Iterator[tuple[QTreeWidgetItem, Any]]:
        if lines:
            group = self._group(drawn, token, title, len(lines))
            yield from ((group, line) for line in lines)

    def _group(self, drawn: str, token: str, title: str, count: int) -> QTreeWidgetItem:
        number = str(count) if count else ""
        group = tree_group(self.tree, (drawn, token), self._phrases(title), number)
        group.setTextAlignment(1, Qt.AlignmentFlag.AlignTrailing)
        group.setExpanded(count <= 40)
        return group

    def _row(
        self, group: QTreeWidgetItem, path: str, second_line: str = "", note: str = ""
    ) -> QTreeWidgetItem:
        question = " ".join(plain_text(self._plan.label(path, self._language)).split()) or path
        row = QTreeWidgetItem(group, [question, note])
        row.setToolTip(0, f"{question}\n{path}")
        row.setToolTip(1, note)
        if second_line:  # a row has room for two lines
            row.setText(0, f"{shorten(question, 60, placeholder='…')}\n{second_line}")
        return row

    def _old_answer(self, path: str) -> str:
        answers = [each for each in self._plan.kept if path_of(each[0]) == path]
        if not answers:
            return self._phrases("Not answered")
        if len(answers) > 1:
            return self._phrases("{count} answers, kept", count=len(answers))
        return self._phrases("Answered “{value}”, kept", value=self._answer_text(*answers[0]))

    def _answer_text(self, reference: str, value: str) -> object:
        try:
            text = value_text(self._now.node(reference), value, self._phrases.language)
        except KeyError:
            text = value
        return self._phrases.apart(text)

    def _replacement_choice(self, row: QTreeWidgetItem, path: str) -> None:
        """Let the person choose the new question for a retired one, most likely first."""
        plan, bind = self._plan, self._plan.old.binds[path]
        likely = dict(plan.alike).get(path)
        fits = [each for each in plan.added if can_replace(bind, plan.new.binds[each])]
        if not fits:
            return
        box = QComboBox(self.tree)
        box.addItem(self._phrases("No longer exists"), "")
        for each in sorted(fits, key=lambda each: each != likely):
            question = plain_text(plan.label(each, self._language)) or each
            box.addItem(self._phrases("Now: {question}", question=question), each)
            box.setItemData(box.count() - 1, each, Qt.ItemDataRole.ToolTipRole)
        if likely is not None:
            box.setCurrentIndex(1)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(12)
        question = plain_text(plan.label(path, self._language)) or path
        box.setAccessibleName(self._phrases("What became of “{question}”", question=question))
        self._names[path] = box
        self.tree.setItemWidget(row, 1, box)
