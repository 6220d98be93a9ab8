"""Every place that reads a signed name passes it on through `names.safe_name`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.support.paths import ROOT

UNSHOWN = {
    "store/files/file_schema.py": "views for other programs (docs/security.md names them)",
    "store/read/integrity.py": "names are compared only",
    "store/write/draft_sealing.py": "the name that is signed",
    "store/write/entry_writer.py": "the name as it was signed is stored",
}
"""Modules that read signed names and show none, and why."""
_READS = re.compile(r"(?s)(?=.*\bauthor\b)(?=.*\b(SELECT|FROM changeset)\b)")


def reads_of_names(tree: ast.AST) -> Iterator[int]:
    """Yield the lines where the author of a changeset is read: in SQL or from its header."""
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if _READS.match(text):
                yield node.lineno
            case ast.Attribute(attr="author", value=ast.Attribute(attr="header")):
                yield node.lineno


def modules() -> dict[str, str]:
    folder = ROOT / "assessor"
    texts = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.py")}
    return {name: path.read_text("utf-8") for name, path in texts.items()}


def test_a_name_is_read_raw_nowhere_else() -> None:
    """Somebody adds a query of names and forgets what a name may hold."""
    texts = {name: text for name, text in modules().items() if "author" in text}
    readers = {name for name, text in texts.items() if any(reads_of_names(ast.parse(text)))}
    raw = {name for name in readers if "safe_name(" not in texts[name]}
    assert raw == UNSHOWN.keys() and len(readers) > len(raw)


@pytest.mark.parametrize(
    "code", ['rows("SELECT author FROM changeset")', "print(changeset.header.author)"]
)
def test_such_a_place_is_found(code: str) -> None:
    """The search itself: both ways to read a name."""
    assert list(reads_of_names(ast.parse(code))) == [1]
