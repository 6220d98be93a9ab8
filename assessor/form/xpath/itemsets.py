"""Analysis of itemsets: which give the same choices, and where their labels come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assessor.form.model.definition import Itemset, Output, Text
from assessor.form.model.xpath_tree import Call, Path
from assessor.form.xpath.predicates import child_name


def choices_key(itemset: Itemset) -> tuple[str, ...]:
    """Return a key for value and label expressions; equal keys give equal choices for an item."""
    return (itemset.value.source, *_label(itemset.label))


def whole_list_key(itemset: Itemset) -> tuple[str, ...] | None:
    """Return a key for an unfiltered itemset over a whole instance, or None."""
    tree = itemset.nodes.tree
    if not isinstance(tree, Path) or not isinstance(tree.start, Call):
        return None
    if any(step.predicates for step in tree.steps):
        return None
    return (itemset.nodes.source, *choices_key(itemset))


def without_filter(itemset: Itemset) -> Itemset:
    """Return the itemset without predicates; the same itemset if its nodes are no path."""
    tree = itemset.nodes.tree
    if not isinstance(tree, Path):
        return itemset
    steps = tuple(replace(step, predicates=()) for step in tree.steps)
    return replace(itemset, nodes=replace(itemset.nodes, tree=Path(tree.start, steps)))


def label_column(label: Text) -> str:
    """Return the child of an item that holds its label or the label's id, or blank."""
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
