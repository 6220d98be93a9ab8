"""A form that shows every question by its path, for answers whose own form cannot be used.

Labels and choices of a form that was changed may be false. This form has neither: paths are signed
with the answers, and values are shown as they are stored.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from lxml import etree

from assessor.form.model.markup import XFORMS, Element
from assessor.form.parse.form_source import FormSource

_INSTANCE = re.compile(r"\[[^\[\]]*\]")
_MOST_LEVELS = 50
_XHTML = "http://www.w3.org/1999/xhtml"

Tree = dict[str, "Tree"]
"""The nodes below a node, by name; a question has none."""


def form_of_paths(references: Iterable[str]) -> FormSource:
    """Return a form with a text question for every path that `references` name.

    Repeats are where a reference has an instance in brackets. References that no XForm can have are
    left out, and those under another root than most.
    """
    usable = [each for each in sorted(set(references)) if _is_usable(each)]
    roots = Counter(reference.split("/")[1] for reference in usable)
    root = max(sorted(roots), key=roots.__getitem__, default="data")
    tree: Tree = {}
    repeats = set()
    for reference in usable:
        if not reference.startswith(f"/{root}/"):
            continue
        repeats |= {
            _INSTANCE.sub("", reference[: each.start()]) for each in _INSTANCE.finditer(reference)
        }
        below = tree
        for name in _INSTANCE.sub("", reference).split("/")[2:]:
            below = below.setdefault(name, {})
    html = etree.Element(f"{{{_XHTML}}}html", nsmap={None: XFORMS, "h": _XHTML})
    head = etree.SubElement(html, f"{{{_XHTML}}}head")
    etree.SubElement(head, f"{{{_XHTML}}}title")
    instance = etree.SubElement(etree.SubElement(head, "model"), "instance")
    _add_nodes(etree.SubElement(instance, root), tree)
    _add_controls(etree.SubElement(html, f"{{{_XHTML}}}body"), tree, f"/{root}", repeats)
    return FormSource(etree.tostring(html, encoding="unicode"))


def _is_usable(reference: str) -> bool:
    start, *names = _INSTANCE.sub("", reference).split("/")
    if start or not 2 <= len(names) <= _MOST_LEVELS:
        return False
    try:
        for name in names:
            etree.Element(name)
    except ValueError:
        return False
    return not any(name.startswith("{") for name in names)


def _add_nodes(element: Element, tree: Tree) -> None:
    for name, below in tree.items():
        _add_nodes(etree.SubElement(element, name), below)


def _add_controls(element: Element, tree: Tree, path: str, repeats: Iterable[str]) -> None:
    for name, below in tree.items():
        here = f"{path}/{name}"
        is_repeat = here in repeats
        is_group = bool(below) or is_repeat
        control = etree.SubElement(element, "group" if is_group else "input", ref=here)
        text = name if is_group else here.split("/", 2)[2]
        etree.SubElement(control, "label").text = text.replace("_", "\\_")  # no style
        inside = etree.SubElement(control, "repeat", nodeset=here) if is_repeat else control
        _add_controls(inside, below, here, repeats)
