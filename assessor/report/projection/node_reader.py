"""Read sections, tables and answers from live nodes, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from assessor import words
from assessor.form.labels.styled_text import plain_text
from assessor.report.projection.audience import SMALLEST_COUNT, VisibleAnswer
from assessor.report.projection.date_formats import format_moment
from assessor.report.projection.live_form import LiveNode
from assessor.report.projection.projection import (
    GridAnswers,
    GroupHeading,
    Item,
    PrintedAnswer,
    RepeatAnswers,
    Visibility,
)

_SILENT = frozenset(("note", "trigger"))
_GRID_ROW = "list-nolabel"


@dataclass
class NodeReader:
    """Reads nodes as one audience may see them.

    `judge(node)` returns what is visible of a node's answer, `names(ids)` how its sources may be
    named. `contested` are the references in conflict. With `derived`, calculated values are shown.
    """

    language: str
    judge: Callable[[LiveNode], VisibleAnswer | None]
    names: Callable[[Iterable[str]], tuple[str, ...]]
    reasons: Mapping[str, str]
    contested: frozenset[str]
    derived: bool

    def __post_init__(self) -> None:
        self._ = words.translator(self.language)

    def answer(self, node: LiveNode) -> PrintedAnswer:
        """Return a question with the visible part of its answer."""
        blank = PrintedAnswer(
            reference=node.reference,
            name=node.name,
            label=node.label or node.name,
            kind=node.meta.get("kind", ""),
            type=node.type,
            legal=tuple(filter(None, node.meta.get("legal", "").split(";"))),
            offence=tuple(filter(None, node.meta.get("offence", "").split(";"))),
            relevant=node.relevant,
        )
        visible = self.judge(node)
        if visible is None and node.value and node.relevant and self.derived:
            return replace(blank, values=self.values(node, node.value), codes=(node.value,))
        if visible is None or not node.relevant:
            return blank
        if visible.visibility is Visibility.NONE:
            return replace(blank, visibility=Visibility.NONE)
        values = self.values(node, visible.value)
        if visible.small:
            values = (self._("fewer than {count}").format(count=SMALLEST_COUNT),)
        return replace(
            blank,
            values=values,
            codes=tuple(visible.value.split()) if node.control == "select" else (visible.value,),
            note=visible.note,
            evidence="" if visible.stage_only else visible.evidence,
            missing=self.reasons.get(visible.missing, visible.missing),
            cleared=visible.cleared,
            sources=self.names(visible.sources),
            visibility=visible.visibility,
            contested=node.reference in self.contested,
            violated=node.violation.message if node.violation else "",
        )

    def values(self, node: LiveNode, value: str) -> tuple[str, ...]:
        """Return a lexical value as the reader sees it: choice labels, formatted dates."""
        if not value:
            return ()
        if node.control in ("select1", "select", "rank") and node.choices:
            labels = {choice.value: plain_text(choice.label) for choice in node.choices}
            codes = [value] if node.control == "select1" else value.split()
            return tuple(labels.get(code, code) for code in codes)
        return (self.format_value(node.type, value, node.appearance),)

    def format_value(self, kind: str, value: str, appearance: str = "") -> str:
        """Format a value of a datatype for the language."""
        try:
            if kind in ("int", "decimal"):
                return self.number(Decimal(value))
        except (ValueError, InvalidOperation):
            return value  # invalid values stay as stored; the form's check reports them
        if kind == "boolean":
            return self._("Yes") if value in ("1", "true") else self._("No")
        return format_moment(kind, value, appearance, self.language) or value

    def number(self, value: Decimal) -> str:
        """Format a number; digits are grouped from five on, so that years stay plain."""
        exponent = value.as_tuple().exponent
        decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        if abs(value) < 10_000 and not decimals:
            return str(int(value))
        return words.format_number(float(value), self.language, decimals)

    def items(self, node: LiveNode, *, top: bool = True) -> Iterator[Item]:
        """Yield a group's content: grids and repeats as tables, subgroups under headings."""
        if grid := self._grid(node):
            yield grid
            return
        if not top and node.label:
            yield GroupHeading(node.label)
        for child in node.children:
            if child.kind in ("question", "repeat"):
                yield from self._item(child)
            else:
                yield from self.items(child, top=False)

    def _item(self, node: LiveNode) -> Iterator[Item]:
        """Yield a question or repeat, if it asks for answers or has any."""
        if node.kind == "question":
            if _answerable(node):
                yield self.answer(node)
        elif repeat := self._repeat(node):
            yield repeat

    def ungrouped(self, root: LiveNode) -> Iterator[Item]:
        """Yield questions and repeats outside any group."""
        for child in root.children:
            if child.kind in ("question", "repeat"):
                yield from self._item(child)

    def repeats(self, root: LiveNode) -> Iterator[RepeatAnswers]:
        """Yield every repeat that has instances."""
        for child in root.children:
            if child.kind == "group":
                yield from (each for each in self.items(child) if isinstance(each, RepeatAnswers))

    def _grid(self, node: LiveNode) -> GridAnswers | None:
        """Return a group that has only list-nolabel questions as a table, else None."""
        children = [
            child for child in node.children if child.kind != "question" or _answerable(child)
        ]
        rows = [
            child
            for child in children
            if child.kind == "question" and _GRID_ROW in child.appearance.split()
        ]
        if not rows or len(rows) < len(children):
            return None
        columns = tuple((choice.value, plain_text(choice.label)) for choice in rows[0].choices)
        return GridAnswers(node.label, columns, tuple(self.answer(child) for child in rows))

    def _repeat(self, node: LiveNode) -> RepeatAnswers | None:
        """Return a repeat as a table; nested groups are flattened.

        Empty instances are omitted if others have answers.
        """
        every = tuple(tuple(self._leaves(child)) for child in node.children)
        filled = tuple(
            row for row in every if any(each.visibility is not Visibility.BLANK for each in row)
        )
        rows = filled or every
        if not rows:
            return None
        first = max(rows, key=len)
        return RepeatAnswers(
            name=node.name,
            label=node.label or node.name,
            kind=next((filled.kind for filled in first), ""),
            columns=tuple((filled.name, filled.label) for filled in first),
            rows=rows,
            choices={
                leaf.name: tuple(
                    (choice.value, plain_text(choice.label)) for choice in leaf.choices
                )
                for leaf in questions_below(node.children[0])
                if leaf.choices
            },
        )

    def _leaves(self, node: LiveNode) -> Iterator[PrintedAnswer]:
        for child in node.children:
            if child.kind != "question":
                yield from self._leaves(child)
            elif _answerable(child):
                yield self.answer(child)


def _answerable(node: LiveNode) -> bool:
    """Return whether a question asks for an answer (is no note or layout)."""
    return node.control not in _SILENT and node.meta.get("kind") != "layout"


def questions_below(node: LiveNode) -> Iterator[LiveNode]:
    """Yield every question below a node, in form order."""
    for child in node.children:
        if child.kind == "question":
            yield child
        else:
            yield from questions_below(child)
