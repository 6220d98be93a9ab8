"""No test uses what is private to a class of ours, and no test module imports another."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parent
OURS = ("assessor", "tests")
REPLACING = ("setattr", "delattr", "getattr", "patch", "patch.object")
FOREIGN = frozenset(
    (
        "_actions",  # argparse: the options of a verb
        "_tr",  # python-docx: the XML behind a row
        "_p",  # python-docx: the XML behind a paragraph
        "_tbl",  # python-docx: the XML behind a table
        "_inline",  # python-docx: the XML behind a picture
        "_sectPr",  # python-docx: the XML behind a section
        "_Element",  # lxml: the class of elements
        "_exit",  # os: ends a process at once
        "_split_scope",  # pytest-xdist: groups tests
    )
)
"""Names with an underscore that belong to libraries, which have no public way."""


def private_names(nodes: list[ast.AST]) -> list[str]:
    """The private names a file uses, imports or replaces, each with its line."""
    found = []
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(OURS):
            found += [f"{node.lineno}: {one.name}" for one in node.names if one.name[0] == "_"]
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(REPLACING):
            names = [one.value for one in node.args[:2] if isinstance(one, ast.Constant)]
            names = [name.rpartition(".")[2] for name in names if isinstance(name, str)]
            found += [f"{node.lineno}: {name}" for name in names if name[:1] == "_"]
        if (
            isinstance(node, ast.Attribute)
            and node.attr.startswith("_")
            and not node.attr.startswith("__")
            and node.attr not in FOREIGN
            and not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"))
        ):
            found.append(f"{node.lineno}: {node.attr}")
    return found


def imported_tests(nodes: list[ast.AST]) -> list[str]:
    """The test modules that a file imports."""
    found = []
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            modules = [node.module or "", *(f"{node.module}.{one.name}" for one in node.names)]
        elif isinstance(node, ast.Import):
            modules = [one.name for one in node.names]
        else:
            continue
        relative = isinstance(node, ast.ImportFrom) and node.level > 0
        for module in modules:
            ours = relative or module.startswith("tests.")
            if ours and any(part.startswith("test_") for part in module.split(".")):
                found.append(f"{node.lineno}: {module}")
    return found


@cache
def read() -> dict[str, tuple[list[str], list[str]]]:
    """The private names and the imported tests of each file: it is parsed once."""
    found = {}
    for path in sorted(TESTS.rglob("*.py")):
        nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        found[path.relative_to(TESTS).as_posix()] = private_names(nodes), imported_tests(nodes)
    return found


def test_tests_use_public_names_only():
    assert {name: uses for name, (uses, _) in read().items() if uses} == {}


def test_no_test_module_imports_another():
    assert {name: modules for name, (_, modules) in read().items() if modules} == {}
