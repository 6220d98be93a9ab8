"""The structure tree for screen readers: headings, tables, figures with alternative text.

Content inside a leaf belongs to an element; other content is an artifact. Drawing order is reading
order. Source: ISO 32000-1, 14.7 (logical structure) and 14.8 (tagged PDF).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from reportlab.pdfbase import pdfdoc

_HOLDS_TEXT = frozenset(("TD", "TH"))
"""Elements that hold text without a paragraph."""


class Element:
    """A node of the structure tree; `kids` are elements and marks (page, number)."""

    def __init__(
        self, role: str, parent: Element | None, alt: str = "", scope: str = "", lang: str = ""
    ) -> None:
        self.role = role
        self.parent = parent
        self.alt = alt
        self.scope = scope
        self.lang = lang
        self.kids: list[Element | tuple[int, int]] = []
        if parent is not None:
            parent.kids.append(self)


class StructureTree:
    """The structure tree of one document, filled while pages are drawn."""

    def __init__(self) -> None:
        self._root = Element("Document", None)
        self._current = self._root
        self._marks: list[list[Element]] = []  # per page: the element of each mark

    def page(self) -> None:
        """Start the next page."""
        self._marks.append([])

    @contextmanager
    def group(self, role: str, scope: str = "", lang: str = "") -> Iterator[None]:
        """Wrap the following elements in an element."""
        outer = self._current
        self._current = Element(role, outer, scope=scope, lang=lang)
        try:
            yield
        finally:
            self._current = outer

    def spoken(self, language: str) -> AbstractContextManager[None]:
        """Wrap a part in another language; nothing if blank."""
        return self.group("Sect", lang=language) if language else nullcontext()

    def mark(self, role: str, alt: str = "") -> tuple[str, int]:
        """Return role and number for the next content of this page."""
        element = self._current
        if role != "P" or element.role not in _HOLDS_TEXT:
            element = Element(role, element, alt)
        page, marks = len(self._marks) - 1, self._marks[-1]
        element.kids.append((page, len(marks)))
        marks.append(element)
        return element.role, len(marks) - 1

    def write(self, document: Any) -> None:
        """Write the tree into a reportlab document after its pages are drawn."""
        names: dict[int, str] = {}
        _name(self._root, names)
        root = pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("StructTreeRoot")})
        document.Reference(root, "structure")
        _write(document, self._root, names, "structure")
        root["K"] = pdfdoc.PDFObjectReference(names[id(self._root)])
        parents: list[Any] = []
        for number, marks in enumerate(self._marks):
            row = [pdfdoc.PDFObjectReference(names[id(element)]) for element in marks]
            parents += [number, document.Reference(pdfdoc.PDFArray(row))]
        root["ParentTree"] = document.Reference(
            pdfdoc.PDFDictionary({"Nums": pdfdoc.PDFArray(parents)})
        )
        root["ParentTreeNextKey"] = len(self._marks)
        document.Catalog.StructTreeRoot = root
        document.Catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": pdfdoc.PDFtrue})


class TaggedPage(pdfdoc.PDFPage):  # type: ignore[misc]  # reportlab
    """A page with its entry in the structure tree."""

    __NoDefault__ = (*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs")


def tag_page(document: Any, number: int) -> None:
    """Connect the last drawn page (`number` from 0) to the structure tree."""
    page = document.idToObject[f"Page{number + 1}"]
    page.__class__ = TaggedPage
    page.StructParents = number
    page.Tabs = pdfdoc.PDFName("S")


def _name(element: Element, names: dict[int, str]) -> None:
    names[id(element)] = f"element{len(names)}"
    for kid in element.kids:
        if isinstance(kid, Element):
            _name(kid, names)


class _WrittenElement(pdfdoc.PDFObject):  # type: ignore[misc]  # reportlab
    """An element as PDF bytes; object numbers are known late.

    There are thousands; reportlab's dictionaries take ten times as long.
    """

    def __init__(self, element: Element, names: dict[int, str], parent: str) -> None:
        self._element, self._names, self._parent = element, names, parent

    def format(self, document: Any) -> bytes:
        """Return the element's dictionary."""
        element = self._element

        def at(name: str) -> str:
            number, version = document.idToObjectNumberAndVersion[name]
            return f"{number} {version} R"

        pages = [kid[0] for kid in element.kids if isinstance(kid, tuple)]
        home = min(pages, default=-1)
        kids = []
        for kid in element.kids:
            if isinstance(kid, Element):
                kids.append(at(self._names[id(kid)]))
            elif kid[0] == home:
                kids.append(str(kid[1]))
            else:  # a mark on another page
                kids.append(f"<</Type/MCR/Pg {at(f'Page{kid[0] + 1}')}/MCID {kid[1]}>>")
        parts = [f"<</S/{element.role}/P {at(self._parent)}/K[{' '.join(kids)}]"]
        if home >= 0:
            parts.append(f"/Pg {at(f'Page{home + 1}')}")
        if element.lang:
            parts.append(f"/Lang({element.lang})")
        if element.scope:
            parts.append(f"/A<</O/Table/Scope/{element.scope}>>")
        if element.alt:
            parts.append(f"/Alt<FEFF{element.alt.encode('utf-16-be').hex()}>")
        return ("".join(parts) + ">>").encode("ascii")


def _write(document: Any, element: Element, names: dict[int, str], parent: str) -> None:
    """Write an element and its descendants."""
    name = names[id(element)]
    document.Reference(_WrittenElement(element, names, parent), name)
    for kid in element.kids:
        if isinstance(kid, Element):
            _write(document, kid, names, name)
