"""From the live nodes of a form to sections, tables and answers in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

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
    Shown,
)

_SILENT = frozenset(("note", "trigger"))
_GRID_ROW = "list-nolabel"


class NodeReader:
    """Reads nodes as an audience may see them.

    `judge(node)` says what is left of a node's answer, `names(ids)` how its sources may be called,
    `contested` holds the references in conflict.
    """

    def __init__(
        self,
        language: str,
        judge: Callable[[LiveNode], VisibleAnswer | None],
        names: Callable[[Iterable[str]], tuple[str, ...]],
        reasons: Mapping[str, str],
        contested: frozenset[str],
        *,
        derived: bool,
    ) -> None:
        self.language = language
        self._ = words.translator(language)
        self._judge = judge
        self._names = names
        self._reasons = reasons
        self._contested = contested
        self._derived = derived  # whether what the form computed itself may be shown

    def said(self, node: LiveNode) -> PrintedAnswer:
        """A question with what may be shown of its answer."""
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
        seen = self._judge(node)
        if seen is None and node.value and node.relevant and self._derived:
            return replace(blank, values=self.values(node, node.value), codes=(node.value,))
        if seen is None or not node.relevant:
            return blank
        if seen.shown is Shown.NONE:
            return replace(blank, shown=Shown.NONE)
        values = self.values(node, seen.value)
        if seen.small:
            values = (self._("fewer than {count}").format(count=SMALLEST_COUNT),)
        return replace(
            blank,
            values=values,
            codes=tuple(seen.value.split()) if node.control == "select" else (seen.value,),
            note=seen.note,
            evidence="" if seen.stage_only else seen.evidence,
            missing=self._reasons.get(seen.missing, seen.missing),
            cleared=seen.cleared,
            sources=self._names(seen.sources),
            shown=seen.shown,
            contested=node.reference in self._contested,
            violated=node.violation.message if node.violation else "",
        )

    def values(self, node: LiveNode, value: str) -> tuple[str, ...]:
        """A lexical value as the reader sees it: choices as labels, dates written out."""
        if not value:
            return ()
        if node.control in ("select1", "select", "rank") and node.choices:
            labels = {choice.value: plain_text(choice.label) for choice in node.choices}
            codes = [value] if node.control == "select1" else value.split()
            return tuple(labels.get(code, code) for code in codes)
        return (self.written(node.type, value, node.appearance),)

    def written(self, kind: str, value: str, appearance: str = "") -> str:
        """A value of a datatype in the conventions of the language."""
        try:
            if kind in ("int", "decimal"):
                return self.number(Decimal(value))
        except (ValueError, InvalidOperation):
            return value  # kept as it was said; the form's check reports it
        if kind == "boolean":
            return self._("Yes") if value in ("1", "true") else self._("No")
        return format_moment(kind, value, appearance, self.language) or value

    def number(self, value: Decimal) -> str:
        """A number; thousands are grouped from five digits on, so that years stay years."""
        exponent = value.as_tuple().exponent
        decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        if abs(value) < 10_000 and not decimals:
            return str(int(value))
        return words.format_number(float(value), self.language, decimals)

    def items(self, node: LiveNode, *, top: bool = True) -> Iterator[Item]:
        """What a group holds, grids and repeats as tables, subgroups under their heading."""
        if grid := self._grid(node):
            yield grid
            return
        if not top and node.label:
            yield GroupHeading(node.label)
        for child in node.children:
            if child.kind == "question":
                if _answerable(child):
                    yield self.said(child)
            elif child.kind == "repeat":
                if roster := self._roster(child):
                    yield roster
            else:
                yield from self.items(child, top=False)

    def loose(self, root: LiveNode) -> Iterator[Item]:
        """What stands in the form outside any group."""
        for child in root.children:
            if child.kind == "repeat":
                if roster := self._roster(child):
                    yield roster
            elif child.kind == "question" and _answerable(child):
                yield self.said(child)

    def rosters(self, root: LiveNode) -> Iterator[RepeatAnswers]:
        """Every repeat of the form that has instances."""
        for child in root.children:
            if child.kind == "group":
                yield from (each for each in self.items(child) if isinstance(each, RepeatAnswers))

    def _grid(self, node: LiveNode) -> GridAnswers | None:
        """A group of list-nolabel questions, and nothing else that is asked, as one table."""
        asked = [child for child in node.children if child.kind != "question" or _answerable(child)]
        rows = [child for child in asked if _appears(child, _GRID_ROW)]
        if not rows or len(rows) < len(asked):
            return None
        columns = tuple((choice.value, plain_text(choice.label)) for choice in rows[0].choices)
        return GridAnswers(node.label, columns, tuple(self.said(child) for child in rows))

    def _roster(self, node: LiveNode) -> RepeatAnswers | None:
        """A repeat as a table. Answers of nested groups are flattened into their instance.

        An instance nobody filled, such as the first that a form opens with, is left out beside
        others.
        """
        every = tuple(tuple(self._leaves(child)) for child in node.children)
        said = tuple(row for row in every if any(each.shown is not Shown.BLANK for each in row))
        rows = said or every
        if not rows:
            return None
        first = max(rows, key=len)
        return RepeatAnswers(
            name=node.name,
            label=node.label or node.name,
            kind=next((said.kind for said in first), ""),
            columns=tuple((said.name, said.label) for said in first),
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
                yield self.said(child)


def _answerable(node: LiveNode) -> bool:
    """Whether a question asks for something, rather than tell or lay out."""
    return node.control not in _SILENT and node.meta.get("kind") != "layout"


def questions_below(node: LiveNode) -> Iterator[LiveNode]:
    """Every question below a node, in the order of the form."""
    for child in node.children:
        if child.kind == "question":
            yield child
        else:
            yield from questions_below(child)


def _appears(node: Any, word: str) -> bool:
    return node.kind == "question" and word in node.appearance.split()
