"""The form's guidance on a question: advice, expected evidence, legal references."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QWidget

from assessor.assessment.core.answer import Answer
from assessor.form.live.node import Node
from assessor.gui.inspector.inspector_part import InspectorPart
from assessor.gui.questions.base.question import Context
from assessor.gui.toolkit.style.basic_widgets import emptied, fill, rows
from assessor.gui.toolkit.widgets.label_text import FormLabel
from assessor.scoring.criteria import first_unshown, read_states

_DESCRIPTOR = re.compile(r"^\d\s")
_MOST = 12


class GuidancePart(InspectorPart):
    """Guidance, expected evidence and articles; hidden without any."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, context.words("Guidance"), parent)
        self.guidance = FormLabel("body", self)
        self.column.addWidget(self.guidance)
        self.column.setSpacing(4)
        self.expected_title = FormLabel("overline", self)
        self.expected = FormLabel("body", self)
        self.law_title = FormLabel("overline", self)
        self._law = rows(None, gap=4)
        fill(self.column, self.expected_title, self.expected, self.law_title, self._law)
        for title in (self.expected_title, self.law_title):
            title.setContentsMargins(0, 10, 0, 0)
        self._drawn: object = None

    def show_node(self, node: Node, _atom: Answer) -> None:
        words = self.context.words
        expected = self.context.scale.expected(node)
        guidance = _without_descriptors(node, expected)
        articles = self.context.scale.legal(node)
        self.guidance.show_styled(guidance)
        self.heading.setVisible(bool(guidance))
        proofs = self._proofs(node)
        self.expected_title.say(words("Evidence to ask for") if proofs or expected else "")
        self.expected.show_styled(proofs or expected)
        self.law_title.say(words("Legal references") if articles else "")
        self.setVisible(bool(guidance or expected or articles))
        if articles == self._drawn:
            return
        self._drawn = articles
        emptied(self._law)
        for article in articles[:_MOST]:
            line = FormLabel("body", self, f"{article.ref}  {article.title}".strip())
            line.setToolTip(article.instrument)
            self._law.addWidget(line)
        if len(articles) > _MOST:
            more = FormLabel("secondary", self)
            more.say(words("and {count} more").format(count=len(articles) - _MOST))
            self._law.addWidget(more)

    def _proofs(self, node: Node) -> str:
        """Return a line for what would show each criterion of the first stage not yet shown."""
        criteria, translate = self.context.scale.criteria_of(node), self.context.scale.translate
        asked = first_unshown(criteria, read_states(criteria, node.value))
        return "\n".join(f"– {translate(each.shown_by)}" for each in asked)


def _without_descriptors(node: Node, expected: str) -> str:
    """Return the guidance without stage descriptors and without the evidence line."""
    lines = node.guidance.splitlines()
    if node.meta.get("kind") == "stage":
        lines = [line for line in lines if not _DESCRIPTOR.match(line)]
    text = "\n".join(lines).strip()
    if expected:
        text = re.sub(r"[^.\n]*:\s*" + re.escape(expected) + r"\.?\s*$", "", text).strip()
    return text
