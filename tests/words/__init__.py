"""The strings that people see, extracted from the source: the keys of resources/words/*.po.

A literal counts if it is an argument of one of SPEAKERS, is the message of an error, or reads like
text: a sentence anywhere, a label in the rooms that draw. resources/words/silent.txt lists
exceptions. Problems of a form address its author, in English, and are left out.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

import assessor
from assessor import errors
from assessor.shipped import RESOURCES_FOLDER

SOURCE = Path(assessor.__file__).parent
FOLDER = RESOURCES_FOLDER / "words"
LANGUAGES = ("fr", "es", "ar", "ru", "zh")

SPEAKERS = frozenset(
    {
        "_",
        "say",
        "said",
        "phrases",
        "_phrases",
        "words",
        "translate",
        "_translate",
        "tell",
    }
)
_ERRORS = frozenset(
    name
    for name, found in vars(errors).items()
    if isinstance(found, type) and issubclass(found, errors.AssessorError | errors.Reason)
)
_SENTENCE = re.compile(r"[A-Z{“].*[a-z}].*[.?…:}]", re.DOTALL)
_LABEL = re.compile(r"&?[A-Z{“][^_=<>]*[a-z}…][^_=<>]*", re.DOTALL)
_NOT_WORDS = re.compile(
    r"[A-Z]{4,}[ (].*"  # SQL
    r"|[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+"  # identifiers
    r"|(?:Ctrl|Alt|Shift|F\d).*",  # keyboard shortcuts
    re.DOTALL,
)
_OTHERS = frozenset({"Problem", "blame", "compile", "TypeVar"})
_DRAWING = frozenset({"gui", "report"})
_FORM_AUTHORS = frozenset({"form", "scoring"})


@cache
def silent() -> frozenset[str]:
    """Return literals that read like text and are not, from silent.txt."""
    return frozenset((FOLDER / "silent.txt").read_text("utf-8").splitlines())


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return the translations into a language by what they translate."""
    with (FOLDER / f"{language}.po").open("rb") as file:
        return {str(each.id): str(each.string) for each in read_po(file) if each.id}


@cache
def extract() -> dict[str, tuple[str, ...]]:
    """Return every string for people → the modules that have it, both sorted."""
    found: dict[str, set[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        module = path.relative_to(SOURCE).as_posix()
        for word in words_of(ast.parse(path.read_text("utf-8")), module.split("/")[0]):
            found.setdefault(word, set()).add(module)
    return {word: tuple(sorted(found[word])) for word in sorted(found) if word not in silent()}


def words_of(tree: ast.AST, room: str) -> Iterator[str]:
    """Yield the strings for people in one module of a room."""
    nodes = list(ast.walk(tree))
    passed_over = set(_unspoken(nodes))
    for node in nodes:
        if isinstance(node, ast.Call) and _called(node) in SPEAKERS:
            for argument in node.args:
                yield from _literals(argument, passed_over)
        elif isinstance(node, ast.Call) and _called(node) in _ERRORS and node.args:
            yield from _literals(node.args[0], passed_over)
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node not in passed_over
            and _reads_like_words(node.value, room)
        ):
            yield node.value


def _unspoken(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Yield docstrings, parts of f-strings, patterns, and messages to a form's author."""
    for node in nodes:
        if isinstance(node, ast.Expr):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield from node.values
        elif isinstance(node, ast.Call) and _called(node) in _OTHERS:
            yield from ast.walk(node)


def _called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _literals(node: ast.AST, passed_over: set[ast.AST]) -> Iterator[str]:
    """Yield the texts that an argument can be, without those inside nested calls."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if node not in passed_over and re.search(r"[A-Za-z]{2}", node.value):
            yield node.value
        passed_over.add(node)
    elif not isinstance(node, ast.Call | ast.Subscript):
        for part in ast.iter_child_nodes(node):
            yield from _literals(part, passed_over)


def _reads_like_words(text: str, room: str) -> bool:
    if _NOT_WORDS.fullmatch(text):
        return False
    if room in _FORM_AUTHORS:
        return False
    if _SENTENCE.fullmatch(text) and " " in text:
        return True
    if room not in _DRAWING or not _LABEL.fullmatch(text):
        return False
    return room == "gui" or " " in text
