"""The appearance words of a question; old ODK words are replaced by the new ones."""

from __future__ import annotations

import re

from assessor.form.live.node import Node
from assessor.form.model.appearances import words

_OLD: dict[str, tuple[str, ...]] = {
    "compact": ("columns-pack",),
    "columns-flex": ("columns-pack",),
    "horizontal": ("columns-pack",),
    "horizontal-compact": ("columns-pack",),
    "quickcompact": ("quick", "columns-pack"),
    "search": ("autocomplete",),
}
_OLD_COLUMNS = re.compile(r"(quick)?compact-(\d+)\Z")


def appearance_words(node: Node) -> frozenset[str]:
    """Return the appearance words; `compact-3` becomes `columns-3` and so on."""
    found: set[str] = set()
    for word in words(node.appearance):
        columns = _OLD_COLUMNS.match(word)
        if columns:
            found.add(f"columns-{columns[2]}")
            found.update(["quick"] if columns[1] else [])
        else:
            found.update(_OLD.get(word, (word,)))
    return frozenset(found)


def column_count(node: Node) -> int | None:
    """Return the number of columns in the form, 0 for as many as fit, None if unspecified."""
    requested = appearance_words(node)
    if "columns-pack" in requested:
        return 0
    numbers = [
        int(word[8:]) for word in requested if word.startswith("columns-") and word[8:].isdigit()
    ]
    if numbers:
        return max(1, numbers[0])
    return len(node.choices) if "list" in requested else None
