"""The stage that was picked before an indicator had criteria."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from assessor.assessment.core.answer import Answer
from assessor.assessment.review.retired_questions import RetiredAnswer, earlier_stages
from assessor.form.live.node import Node
from assessor.gui.inspector.inspector_part import SessionPart
from assessor.gui.questions.base.question import Context
from assessor.gui.state.session import Session
from assessor.gui.toolkit.style.basic_widgets import fill
from assessor.gui.toolkit.widgets.label_text import FormLabel


class EarlierPart(SessionPart):
    """Hidden without such a stage, which is in a mission that was upgraded."""

    def __init__(self, session: Session, context: Context, parent: QWidget) -> None:
        super().__init__(session, context, context.words("Said before criteria existed"), parent)
        self._cache: tuple[tuple[str, str] | None, Mapping[str, RetiredAnswer]] = (None, {})
        self.stage = FormLabel("body", self)
        self.version = FormLabel("secondary", self)
        fill(self.column, self.stage, self.version)

    def show_node(self, node: Node, _atom: Answer) -> None:
        found = self._stages().get(node.reference)
        self.setVisible(found is not None)
        if found is not None:
            words = self.context.words
            self.stage.say(found.said)
            self.version.say(
                words("By version {version} of the form; it counts nowhere.").format(
                    version=found.version
                )
            )

    def _stages(self) -> Mapping[str, RetiredAnswer]:
        """Return the stages, read once for each form of an assessment."""
        at = self.assessment.uuid, self.assessment.source.digest
        if at != self._cache[0]:
            self._cache = at, earlier_stages(self.assessment)
        return self._cache[1]
