"""How itemsets are written: which are alike, and what of a choice its item alone decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assessor.form.model.definition import Itemset, Output, Text
from assessor.form.model.xpath_tree import Call, Path
from assessor.form.xpath.predicates import child_name


def choices_key(itemset: Itemset) -> tuple[str, ...]:
    """How values and labels are written; where alike, the same item is the same choice."""
    return (itemset.value.source, *_label(itemset.label))


def whole_list_key(itemset: Itemset) -> tuple[str, ...] | None:
    """How an itemset over a whole instance is written, the same wherever it stands; else None."""
    tree = itemset.nodes.tree
    if not isinstance(tree, Path) or not isinstance(tree.start, Call):
        return None
    if any(step.predicates for step in tree.steps):
        return None
    return (itemset.nodes.source, *choices_key(itemset))


def without_filter(itemset: Itemset) -> Itemset:
    """The same itemset over all its nodes, whatever the answers; itself where it is no path."""
    tree = itemset.nodes.tree
    if not isinstance(tree, Path):
        return itemset
    steps = tuple(replace(step, predicates=()) for step in tree.steps)
    return replace(itemset, nodes=replace(itemset.nodes, tree=Path(tree.start, steps)))


def label_column(label: Text) -> str:
    """The child of an item that holds its label, or the id of it; blank for anything else."""
    part = label.parts[0] if len(label.parts) == 1 else ""
    if not isinstance(part, Output):
        return ""
    tree = part.tree
    if isinstance(tree, Call) and tree.name == "jr:itext":
        tree = tree.args[0]
    return child_name(tree)


def _label(text: Text) -> Iterator[str]:
    yield text.itext
    for part in text.parts:
        yield part.source if isinstance(part, Output) else part
