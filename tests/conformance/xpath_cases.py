"""xpath_cases.jsonl: expressions over XML documents, with the authors' assertions."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from assessor.form.model.datatypes import as_boolean, as_number, as_string
from assessor.form.model.definition import Bind
from assessor.form.model.markup import fixed_document, prefixes_of
from assessor.form.model.xpath_nodes import FixedNode, XNode
from assessor.form.model.xpath_parser import parse_expression
from assessor.form.model.xpath_tree import Expr, ExpressionError
from assessor.form.xpath.compiler import Compiler
from assessor.form.xpath.dependencies import DependencyReader
from assessor.form.xpath.runtime import Runtime
from assessor.form.xpath.scope import Scope
from tests.conformance.companions import companion
from tests.conformance.rules import expressions
from tests.conformance.session import TROUBLE
from tests.conformance.tally import Tally

ZONE = ZoneInfo("America/Phoenix")
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=ZONE)
HELPERS = {
    "xhtml": "http://www.w3.org/1999/xhtml",
    "mathml": "http://www.w3.org/1998/Math/MathML",
    "jr": "http://openrosa.org/javarosa",
    "h": "http://www.w3.org/1999/xhtml",
}


class Everything:
    """A container of every name: instances are looked up at evaluation."""

    def __contains__(self, _item: object) -> bool:
        return True


def replay(folder: Path) -> Tally | None:
    """Replay every case of the file; return None if the file does not exist."""
    file = folder / "xpath_cases.jsonl"
    if not file.exists():
        return None
    documents = companion(folder, "xpath_docs.json")
    tally = Tally(file.name)

    @cache
    def loaded(name: str) -> Document:
        return document(documents[name])

    for line in file.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if case["context"].startswith("(detached)"):
            continue  # a node without a document, which no form has
        tally.case(case["group"])
        of = loaded(case["doc"])
        found = evaluated(case, of)
        agrees = compare(case, found)
        what = f"{case['id']} [{case['group']}] {case['expression']} → {shown(found)}, " + str(
            case.get("asserted") or case["observed"]
        )
        tally.fact(case["group"], agrees, None if agrees else _rule(case, found, of), what)
    return tally


def _rule(case: dict[str, Any], found: Any, of: Document) -> str | None:
    return expressions.xpath(case, found, of, lambda tree: evaluated(case, of, tree))


@dataclass
class Document:
    """A document as nodes, and the environment of its expressions."""

    root: FixedNode
    runtime: Runtime
    primary: FixedNode | None = None
    itext: FixedNode | None = None

    def words(self, name: str, _node: XNode) -> str:
        """Return the text of jr:itext()."""
        translations = list(self.itext.children_named("translation")) if self.itext else []
        spoken = [each for each in translations if attribute(each, "lang") == self.runtime.language]
        default = [
            each for each in translations if any(a.name == "default" for a in each.attributes)
        ]
        for translation in (*spoken, *default, *translations):
            for text in translation.children_named("text"):
                if attribute(text, "id") == name:
                    values = list(text.children_named("value"))
                    plain = [each for each in values if not attribute(each, "form")]
                    return (plain or values)[0].text
        return ""


def attribute(node: FixedNode, name: str) -> str:
    return next((each.text for each in node.attributes if each.name == name), "")


def document(text: str) -> Document:
    """Parse a document."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    tree = etree.fromstring(text.strip().encode(), parser)
    prefixes = prefixes_of(tree)
    fixed = fixed_document(tree, prefixes)
    runtime = Runtime(document=fixed, now=lambda: NOW, prefixes={**HELPERS, **_nsmap(tree)})
    found = Document(fixed, runtime)
    runtime.itext = found.words
    instances: dict[str, FixedNode] = {}
    for node in _elements(fixed):
        if node.name == "instance":
            found.primary = found.primary or node
            instances[attribute(node, "id")] = node
        elif node.name == "itext":
            found.itext = node
    runtime.instances = instances
    return found


def _nsmap(tree: Any) -> dict[str, str]:
    return {prefix: uri for prefix, uri in tree.nsmap.items() if prefix}


def _elements(node: FixedNode) -> list[FixedNode]:
    found: list[FixedNode] = []
    for child in node.children:
        if child.kind == "element":
            found += [child, *_elements(child)]
    return found


def evaluated(case: dict[str, Any], of: Document, tree: Expr | None = None) -> Any:
    """Return the value of a case's expression, or of another at its place; or the error."""
    runtime = of.runtime
    runtime.language = case.get("lang") or ""
    odk = case["dialect"] == "odk" and of.root.children[0].name == "h:html"
    runtime.document = of.primary if odk and of.primary is not None else of.root
    scope = Scope(None, None, Bind("/", "", "", None, 0))
    try:
        tree = tree or parse_expression(case["expression"])
        DependencyReader(Everything()).read(tree, scope)
        compiler = Compiler(runtime, scope)
        context = locate(of.root, case["context"])
        return compiler.as_whole_expression(compiler.value(tree))(context)
    except ExpressionError as error:
        return error
    except TROUBLE as error:
        return Broken(repr(error))


class Broken(ExpressionError):
    """An expression that crashed the engine: it agrees with nothing."""


def locate(fixed: FixedNode, path: str) -> XNode:
    """Return the node at a recorded path."""
    node: XNode = fixed
    for step in filter(None, path.split("/")):
        found = next((each for each in _around(node) if step_of(each, node) == step), None)
        if found is None:
            raise LookupError(f"{path}: {step} among {[step_of(e, node) for e in _around(node)]}")
        node = found
    return node


def _around(node: XNode) -> list[XNode]:
    return [*node.child_nodes(), *node.attribute_nodes(), *node.namespace_nodes()]


def step_of(node: XNode, parent: XNode) -> str:
    """Parse one step of a recorded path."""
    if node.kind == "attribute":
        return f"@{node.name}"
    if node.kind == "namespace":
        return f"@xmlns:{node.name}" if node.name else "@xmlns"
    name = node.name if node.kind == "element" else f"{node.kind}()"
    like = [
        each
        for each in parent.child_nodes()
        if each.kind == node.kind and (node.kind != "element" or each.name == node.name)
    ]
    return f"{name}[{like.index(node) + 1}]"


def path_of(node: XNode) -> str:
    """Return the recorded path of a node."""
    steps: list[str] = []
    parent = node.parent_node()
    while parent is not None:
        steps.append(step_of(node, parent))
        node, parent = parent, parent.parent_node()
    return "/" + "/".join(reversed(steps))


def shown(value: Any) -> str:
    if isinstance(value, list):
        return str([path_of(node) for node in value])
    return repr(value)


def compare(case: dict[str, Any], found: Any) -> bool:
    """Return whether a value is as asserted or, without assertion, as observed."""
    asserted = case.get("asserted")
    if isinstance(found, Broken):
        return False
    if asserted is None:
        return _as_observed(case["observed"], found)
    if isinstance(found, ExpressionError):
        return False
    kind, expected = asserted["kind"], asserted["expected"]
    if kind == "boolean":
        return as_boolean(found) == expected
    if kind in {"number", "number-rounded"}:
        return _near(as_number(found), expected, asserted.get("factor"))
    if kind == "string":
        return as_string(found) == expected
    if kind == "string-matches":
        return re.search(expected, as_string(found)) is not None
    if kind == "string-length":
        return len(as_string(found)) == expected
    paths = [path_of(node) for node in found] if isinstance(found, list) else []
    return paths == expected or (kind == "nodeset-unordered" and sorted(paths) == sorted(expected))


def _near(number: float, expected: Any, factor: int | None) -> bool:
    wanted = float(expected)
    if math.isnan(wanted) or math.isnan(number) or math.isinf(wanted):
        return number == wanted or (math.isnan(wanted) and math.isnan(number))
    if factor:
        return abs(round(number * factor) - round(wanted * factor)) <= 1
    return number == wanted or math.isclose(number, wanted, rel_tol=1e-14)


def _as_observed(observed: dict[str, Any], found: Any) -> bool:
    failing = any(isinstance(value, dict) for value in observed.values())
    if isinstance(found, ExpressionError) or failing:
        return isinstance(found, ExpressionError) and failing
    if "nodeset" in observed and isinstance(found, list):
        return [path_of(node) for node in found] == observed["nodeset"]
    if "string" in observed:
        return as_string(found) == observed["string"]
    return as_boolean(found) == observed.get("boolean")
