"""Safe XML parsing: no entities, no declarations, no network, limited depth and size."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from typing import Any

from lxml import etree

from assessor.errors import FormError, Problem
from assessor.form.model import xpath_nodes
from assessor.form.model.xpath_nodes import FixedNode

MAX_CHARACTERS = 32 * 1024 * 1024
Element = Any
"""An lxml element; lxml has no type information."""

OPENROSA = "http://openrosa.org/xforms"
JAVAROSA = "http://openrosa.org/javarosa"
ODK = "http://www.opendatakit.org/xforms"
XFORMS = "http://www.w3.org/2002/xforms"
EVENTS = "http://www.w3.org/2001/xml-events"
ASSESSOR = "urn:assessor:bind:1"
ENTITIES = "http://www.opendatakit.org/xforms/entities"
XML = "http://www.w3.org/XML/1998/namespace"

_DOCTYPE = re.compile(rb"<!DOCTYPE\s[^\[\]<>]*>")
_CROWDED = etree.XPath("boolean(//*[@*[501]])")
_LONG_TAG = re.compile(rb"<[^<]{2500}")
"""An element with 501 attributes has a tag of at least this length."""


def read_xml(text: str | bytes, what: str = "The form") -> Element:
    """Parse an XML text and return its root. Raises FormError if it is malformed or unsafe."""
    if len(text) > MAX_CHARACTERS:
        raise FormError([Problem(f"{what} is larger than {MAX_CHARACTERS // 2**20} MB.")])
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if isinstance(text, str) and data.lstrip().startswith(b"<?xml"):
        data = data[data.index(b"?>") + 2 :].lstrip() if b"?>" in data else data
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FormError([Problem(f"{what} is not well-formed XML: {error}")]) from error
    # The XPath test visits every node and takes as much memory as the tree, so it runs only if a
    # long tag makes it necessary.
    if (isinstance(text, bytes) or _LONG_TAG.search(data)) and _CROWDED(root):
        raise FormError([Problem(f"{what} has an element with more than 500 attributes.")])
    # As in <!DOCTYPE html>; in UTF-16 there is none of these bytes.
    only_named = len(_DOCTYPE.findall(data)) == data.count(b"<!DOCTYPE") > 0
    if root.getroottree().docinfo.doctype and not only_named:
        problem = f"{what} declares things in its document type, which is not allowed."
        raise FormError([Problem(problem)])
    return root


def local(element: Element) -> str:
    """Return the local name of an element; blank for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def elements(parent: Element) -> list[Element]:
    """Return the child elements without comments and instructions."""
    return [child for child in parent if isinstance(child.tag, str)]


def child(parent: Element, name: str) -> Element | None:
    """Return the first child element of a local name."""
    return next(parent.iterchildren(f"{{*}}{name}"), None)


def by_name(parent: Element) -> dict[str, Element]:
    """Return the first child element of each local name."""
    found: dict[str, Element] = {}
    for each in parent:
        if isinstance(each.tag, str):
            found.setdefault(each.tag.rpartition("}")[2], each)
    return found


def text_of(element: Element) -> str:
    """Return all text inside an element."""
    return "".join(element.itertext(with_tail=False)) if element is not None else ""


def prefixes_of(root: Element) -> dict[str, str]:
    """Return the prefix that the root declares, by namespace."""
    found = {uri: prefix for prefix, uri in root.nsmap.items() if prefix}
    found[XML] = "xml"
    return found


def qualified(element: Element, prefixes: Mapping[str, str]) -> str:
    """Return the name of an element as paths write it, with its prefix if it has one."""
    uri, name = space_and_name(element.tag)
    prefix = element.prefix
    return f"{prefixes.get(uri, prefix)}:{name}" if prefix else name


def space_and_name(tag: str) -> tuple[str, str]:
    """Return the namespace and the local name of a tag; blank without a namespace."""
    if tag[0] != "{":
        return "", tag
    uri, _, name = tag[1:].partition("}")
    return sys.intern(uri), name  # thousands of nodes share a few namespaces


def attribute_name(tag: str, prefixes: Mapping[str, str]) -> str:
    """Return the name of an attribute as paths write it."""
    if not tag.startswith("{"):
        return tag
    uri, _, name = tag[1:].partition("}")
    return f"{prefixes.get(uri, uri)}:{name}"


def fixed_tree(element: Element, prefixes: Mapping[str, str]) -> FixedNode:
    """Return a document root with an immutable copy of `element`."""
    root = xpath_nodes.new_root()
    _copy(element, root, prefixes, spaces=False)
    return root


def fixed_document(element: Element, prefixes: Mapping[str, str]) -> FixedNode:
    """Return a whole document, with comments, instructions, namespaces and white space."""
    root = xpath_nodes.new_root()
    _copy(element, root, prefixes, spaces=True)
    _declare(element, root.children[0])
    return root


def _declare(element: Element, node: FixedNode) -> None:
    parent = element.getparent()
    inherited = parent.nsmap if parent is not None else {}
    declared: list[FixedNode] = []
    for prefix, uri in element.nsmap.items():
        if inherited.get(prefix) != uri:
            place = len(declared) - 2_000_000
            declared.append(_leaf("namespace", prefix or "", uri, node, place))
    node.declared = tuple(declared)
    inner = (each for each in node.children if each.kind == "element")
    for each, copy in zip(elements(element), inner, strict=True):
        _declare(each, copy)


def _copy(element: Element, parent: FixedNode, prefixes: Mapping[str, str], spaces: bool) -> None:
    uri, _ = space_and_name(element.tag)
    if spaces:
        prefixes = {space: prefix for prefix, space in element.nsmap.items() if prefix}
        prefixes[XML] = "xml"
    leaf = (element.text or "") if len(element) == 0 else None
    node = FixedNode(
        "element", qualified(element, prefixes), uri, parent, len(parent.children), leaf
    )
    parent.children.append(node)
    if element.attrib:
        node.attributes = tuple(
            _attribute(name, value, node, number - 1_000_000, prefixes)
            for number, (name, value) in enumerate(element.attrib.items())
        )
    if leaf is not None:
        return
    _text(element.text, node, spaces)
    for each in element:
        if isinstance(each.tag, str):
            _copy(each, node, prefixes, spaces)
        elif each.tag is etree.Comment:
            place = len(node.children)
            node.children.append(_leaf("comment", "", each.text or "", node, place))
        elif each.tag is etree.ProcessingInstruction:
            place = len(node.children)
            kind = "processing-instruction"
            node.children.append(_leaf(kind, each.target, each.text or "", node, place))
        _text(each.tail, node, spaces)


def _attribute(
    tag: str, value: str, node: FixedNode, index: int, prefixes: Mapping[str, str]
) -> FixedNode:
    attribute = _leaf("attribute", attribute_name(tag, prefixes), value, node, index)
    attribute.uri, _ = space_and_name(tag)
    return attribute


def _text(text: str | None, node: FixedNode, spaces: bool) -> None:
    if text and (spaces or not text.isspace()):
        node.children.append(_leaf("text", "", text, node, len(node.children)))


def _leaf(kind: str, name: str, text: str, parent: FixedNode, index: int) -> FixedNode:
    return FixedNode(kind, name, "", parent, index, text)
