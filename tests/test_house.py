"""The rules of the house: sizes, names and imports, over the whole of assessor/.

A rule that is not kept everywhere names its exceptions in EXCEPTIONS, and an exception that is no
longer needed fails as well.
"""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest

from tests.support.paths import ROOT

MAX_FILES, MAX_LINES, MAX_FUNCTION = 15, 400, 40
EXCEPTIONS: dict[str, frozenset[str]] = {
    "no Any in place of our classes": frozenset(
        {
            "assessor.form.live.engine: node",
            "assessor.form.xpath.functions.strings: answer",
        }
    ),
    "type: ignore names a library": frozenset(),
}
"""What is not yet so, by rule."""

_PACKAGE = ROOT / "assessor"
_IGNORE = re.compile(r"#\s*type:\s*ignore(?:\[[\w,\s-]+\])?(.*)")

_UNTYPED = re.compile(r"^\s*(?:import|from) (?:docx|lxml|openpyxl)\b", re.MULTILINE)
"""Libraries without types, whose objects are Any."""


@cache
def sources() -> dict[str, tuple[Path, str, ast.Module]]:
    """Every module: its name → path, text and syntax tree."""
    found = {}
    for path in sorted(_PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        text = path.read_text("utf-8")
        found[name] = (path, text, ast.parse(text))
    return found


@cache
def nodes_of(name: str) -> list[ast.AST]:
    """Every node of a module's syntax tree."""
    return list(ast.walk(sources()[name][2]))


def imports_of(name: str) -> set[str]:
    """The modules of ours that a module imports when it is loaded or for types."""
    found = set()
    for node in top_level(sources()[name][2]):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for each in node.names:
                inner = f"{node.module}.{each.name}"
                found.add(inner if inner in sources() else node.module)
    return (found & sources().keys()) - {name}


def top_level(tree: ast.AST) -> list[ast.stmt]:
    """The statements of a module that run when it is imported, those under `if` too."""
    found: list[ast.stmt] = []
    for node in getattr(tree, "body", []) + getattr(tree, "orelse", []):
        found.append(node)
        if isinstance(node, ast.If | ast.Try):
            found += top_level(node)
    return found


def circles() -> list[list[str]]:
    """The strongly connected components of the imports that have more than one module."""
    graph = {name: imports_of(name) for name in sources()}
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        stack.append(name)
        for other in graph[name]:
            if other not in order:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], order[other])
        if low[name] == order[name]:
            component = stack[stack.index(name) :]
            del stack[stack.index(name) :]
            if len(component) > 1:
                found.append(sorted(component))

    for name in graph:
        if name not in order:
            visit(name)
    return found


def in_circles() -> set[str]:
    return {" ".join(component) for component in circles()}


def full_folders() -> set[str]:
    count = Counter(path.parent for path, _, _ in sources().values())
    return {str(folder.relative_to(ROOT)) for folder, files in count.items() if files > MAX_FILES}


def long_files() -> set[str]:
    return {name for name, (_, text, _) in sources().items() if text.count("\n") > MAX_LINES}


def long_functions() -> set[str]:
    return {
        f"{name}.{node.name}"
        for name in sources()
        for node in nodes_of(name)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > MAX_FUNCTION
    }


def repeated_classes() -> set[str]:
    where = defaultdict(list)
    for name in sources():
        for node in nodes_of(name):
            if isinstance(node, ast.ClassDef):
                where[node.name].append(name)
    return {f"{label}: {' '.join(names)}" for label, names in where.items() if len(names) > 1}


def repeated_modules() -> set[str]:
    where = defaultdict(list)
    for name, (path, _, _) in sources().items():
        if path.name != "__init__.py":
            where[path.stem].append(name)
    return {f"{stem}: {' '.join(names)}" for stem, names in where.items() if len(names) > 1}


def vague_types() -> set[str]:
    """Parameters and attributes typed Any that bear the name of a class of ours."""
    classes = {
        re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", node.name).lower()
        for name in sources()
        for node in nodes_of(name)
        if isinstance(node, ast.ClassDef)
    }
    found = set()
    for name, (_, text, _) in sources().items():
        if _UNTYPED.search(text):
            continue
        variable = {
            id(node.kwarg)
            for node in nodes_of(name)
            if isinstance(node, ast.arguments) and node.kwarg is not None
        }
        for node in nodes_of(name):
            if isinstance(node, ast.arg):
                label, annotation = node.arg, None if id(node) in variable else node.annotation
            elif isinstance(node, ast.AnnAssign):
                label, annotation = ast.unparse(node.target).split(".")[-1], node.annotation
            else:
                continue
            vague = annotation is not None and ast.unparse(annotation) in ("Any", "Any | None")
            if vague and label.strip("_") in classes:
                found.add(f"{name}: {label}")
    return found


def bare_ignores() -> set[str]:
    """`type: ignore` without the name of the library that makes it necessary."""
    return {
        name
        for name, (_, text, _) in sources().items()
        for line in text.splitlines()
        if (match := _IGNORE.search(line)) and len(match[1].strip(" #—–-:")) < 3
    }


RULES = {
    "no circle of imports": in_circles,
    "at most 15 files in a folder": full_folders,
    "at most 400 lines in a file": long_files,
    "at most 40 lines in a function": long_functions,
    "a class name stands once": repeated_classes,
    "a module name stands once": repeated_modules,
    "no Any in place of our classes": vague_types,
    "type: ignore names a library": bare_ignores,
}


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_is_kept(rule):
    found, allowed = RULES[rule](), EXCEPTIONS.get(rule, frozenset())
    assert not found - allowed, f"{rule}: {sorted(found - allowed)}"
    assert not allowed - found, f"exceptions that are not needed: {sorted(allowed - found)}"


def test_a_circle_is_found(monkeypatch):
    tree = ast.parse(
        "from assessor.words import say\nif TYPE_CHECKING:\n    import assessor.errors"
    )
    assert len(top_level(tree)) == 3
    graph = {"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}
    monkeypatch.setattr("tests.test_house.sources", lambda: graph)
    monkeypatch.setattr("tests.test_house.imports_of", graph.__getitem__)
    assert circles() == [["a", "b", "c"]]
