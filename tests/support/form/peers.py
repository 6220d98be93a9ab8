"""Comparison of our XPath results with libxml2."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import Any

from hypothesis import assume
from lxml import etree

from assessor.form.live.instance import Instance
from assessor.form.model.definition import Bind
from assessor.form.model.markup import fixed_document
from assessor.form.model.xpath_nodes import XNode
from assessor.form.model.xpath_parser import parse_expression
from assessor.form.xpath.compiler import Compiler
from assessor.form.xpath.dependencies import DependencyReader
from assessor.form.xpath.runtime import Runtime
from assessor.form.xpath.scope import Scope
from tests.support.form.form_filling import NOW, start
from tests.support.form.random_xpath import expressions

DOCUMENT = (
    '<r id="r0"><a id="1" k="x">one<b id="b1">1</b><b id="b2">2</b><!--c--></a><a id="2">'
    '<b id="b3">3</b>two<c><b id="b4">4.5</b><d/></c></a><?pi data?><e><a id="3" k="y">'
    '<b id="b5"> 5 </b></a><f>tail</f></e>end</r>'
)
FORM = (
    "<data><a>1</a><b>two</b><g><a>3</a><c>4.5</c></g><r><n>1</n><v>10</v><q><w>x</w></q>"
    "<q><w>y</w></q></r><r><n>2</n><v>20</v><q><w>z</w></q></r><r><n>3</n><v>30</v><q><w>u</w></q>"
    "</r><e>7</e></data>"
)
XFORM = f"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>T</h:title><model><instance>{FORM}</instance></model></h:head><h:body>
<input ref="/data/a"/><repeat nodeset="/data/r"><input ref="/data/r/n"/>
<repeat nodeset="/data/r/q"><input ref="/data/r/q/w"/></repeat></repeat></h:body></h:html>"""
OUTSIDE = ("/data", "/data/e", "/data/g/c")
_AFTER_ATTRIBUTE = re.compile(r"(?:@|attribute::).*/following::")
"""In W3C XPath 1.0 §5 an element's children follow its attributes; libxml2 omits them."""
INSIDE = ("/data/r[1]/n", "/data/r[3]/v", "/data/r[1]/q[2]/w")
"""Absolute paths inside a repeat mean that instance in a form, so they are omitted there."""


@cache
def live() -> Instance:
    """Return the live form after removal of the last inner instance."""
    instance = start(XFORM)
    last = instance.node("/data/r").children[2]
    instance.remove_repeat(instance.node(f"{last.reference}/q").children[0].reference)
    return instance


def evaluated(source: str, runtime: Runtime, scope: Scope, at: XNode) -> Any:
    tree = parse_expression(source)
    DependencyReader(runtime.instances).read(tree, scope)
    compiler = Compiler(runtime, scope)
    return compiler.as_whole_expression(compiler.value(tree))(at)


def ours(value: Any) -> Any:
    """Return nodes as kind, name and text; other values unchanged."""
    if not isinstance(value, list):
        return value
    texts = {"text", "comment", "attribute"}
    return [
        (
            "text" if node.kind == "attribute" else node.kind,
            "" if node.kind in texts else node.name,
            "" if node.kind == "processing-instruction" else node.text,
        )
        for node in value
        if node.kind != "root"
    ]


def theirs(value: Any) -> Any:
    """Return libxml2's result in the same form."""
    if not isinstance(value, list):
        return value
    return [_described(node) for node in value]


def _described(node: Any) -> tuple[str, str, str]:
    if isinstance(node, str):
        return ("text", "", str(node))
    if node.tag is etree.Comment:
        return ("comment", "", node.text)
    if node.tag is etree.PI:
        return ("processing-instruction", node.target, "")
    return ("element", node.tag, "".join(node.itertext(etree.Element)))


def compare(source: str, found: Any, peer: Any) -> None:
    found, wanted = ours(found), theirs(peer.xpath(source))
    if isinstance(wanted, float) and math.isnan(wanted):
        assert math.isnan(found), source
    else:
        assert found == wanted, source


def _document(source: str) -> None:
    assume(not _AFTER_ATTRIBUTE.search(source))
    tree = etree.fromstring(DOCUMENT)
    document = fixed_document(tree, {})
    root = document.children[0]
    scope = Scope(None, None, Bind("/", "", "", None, 0))
    for at, peer in ((root, tree), (root.children[0], tree[0])):
        compare(
            source, evaluated(source, Runtime(document=document, now=lambda: NOW), scope, at), peer
        )


def _filled(source: str, places: tuple[str, ...]) -> None:
    instance = live()
    peer = etree.fromstring(FORM.replace("<q><w>u</w></q>", ""))
    for place in places:
        cell = instance.find_cell(_reference(place))
        assert cell is not None
        scope = instance.engine.scope(cell.bind)
        found = evaluated(source, instance.engine.runtime, scope, cell)
        [at] = peer.xpath(place)
        compare(source, found, at)


def _reference(path: str) -> str:
    """Return a path with positions as a reference."""
    found = ""
    for name, place in re.findall(r"/(\w+)(?:\[(\d)\])?", path):
        found += f"/{name}"
        if place:
            found = live().node(found).children[int(place) - 1].reference
    return found


NAMES = ("a", "g", "r", "q", "n", "v", "w")
PEERS = {
    "a document": (
        expressions(("a", "b", "c", "e", "f", "zz"), ("", "/", "//", "/r/", "./", "../")),
        _document,
    ),
    "a form": (
        expressions(NAMES, ("", "/", "//", "/data/", "./", "../")),
        lambda source: _filled(source, OUTSIDE),
    ),
    "a form from inside a repeat": (
        expressions(NAMES, ("", "./", ".//", "../", "../../")),
        lambda source: _filled(source, INSIDE),
    ),
}
"""The expressions and comparisons by kind of document."""
