"""Write and read ODK submissions, the XML of a filled instance."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from lxml import etree

from assessor.errors import FormError, Problem
from assessor.form.live.instance import Instance
from assessor.form.live.node import Node
from assessor.form.model import markup
from assessor.form.model.cells import Cell
from assessor.form.model.definition import Bind, Form
from assessor.form.model.markup import read_xml as read_markup

EDITS = UUID("5d9f3f52-6a4e-4f0b-9a5e-1f8f0f2f9d11")
"""Namespace of the instanceIDs of edits (RFC 9562, version 5)."""


@dataclass(frozen=True)
class Submission:
    """The contents of a submission: values by reference, and repeat instances in order."""

    answers: Mapping[str, str]
    repeats: Sequence[str]
    instance_id: str = ""
    unknown_values: Mapping[str, str] = field(default_factory=dict)


def write_submission(instance: Instance, *, deprecates: str = "", audit: str = "") -> bytes:
    """Write the submission of `instance`: relevant nodes in form order.

    `deprecates` is the instanceID of the submission that this one replaces; the new instanceID is a
    hash of the contents. `audit` is the file name of the audit log if the form asks for one (ODK
    XForms, "Metadata").
    """
    cell, form = instance.top, instance.form
    root = etree.Element(_tag(cell.bind, form), nsmap=_namespaces(form))
    _fill(root, cell, form)
    meta = next((each for each in markup.elements(root) if _local(each) == "meta"), None)
    if meta is None:
        meta = etree.SubElement(root, f"{{{markup.OPENROSA}}}meta")
    _set_meta(meta, "instanceID", instance.instance_id)
    if audit and form.audit is not None:
        _set_meta(meta, "audit", audit)
    if deprecates:
        _set_meta(meta, "deprecatedID", deprecates)
        content = etree.tostring(root, method="c14n").decode("utf-8")
        _set_meta(meta, "instanceID", f"uuid:{uuid5(EDITS, content)}")
    return bytes(etree.tostring(root, encoding="utf-8"))


def _set_meta(meta: markup.Element, name: str, text: str) -> None:
    """Set the text of an element of the meta block; create it if it is missing."""
    element = next((each for each in markup.elements(meta) if _local(each) == name), None)
    if element is None:
        element = etree.SubElement(meta, meta.tag.replace("meta", name))
    element.text = text


def uploads(instance: Instance) -> list[Node]:
    """Return the relevant upload questions with a file; their values are file names."""
    return [
        node
        for node in instance.questions()
        if node.control == "upload" and node.value and node.relevant
    ]


def _local(element: markup.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _namespaces(form: Form) -> dict[str | None, str]:
    """Return the form's namespace prefixes, without that of XForms, as ODK clients do."""
    found: dict[str | None, str] = {"orx": markup.OPENROSA}
    for bind in form.binds.values():
        prefix, colon, _ = bind.name.rpartition(":")
        if colon and bind.uri and not bind.attribute:
            found[prefix] = bind.uri
    return found


def _tag(bind: Bind, form: Form) -> str:
    local = bind.name.rpartition(":")[2]
    own = form.root.uri
    return local if not bind.uri or bind.uri in {markup.XFORMS, own} else f"{{{bind.uri}}}{local}"


def _fill(element: markup.Element, cell: Cell, form: Form) -> None:
    for each in cell.attribute_nodes():
        if isinstance(each, Cell) and each.relevant:
            name = each.bind.name.rpartition(":")[2]
            element.set(f"{{{each.bind.uri}}}{name}" if each.bind.uri else name, each.value)
    if cell.bind.leaf:
        element.text = _clean(cell.value)
        return
    for inner in cell.child_cells():
        if inner.relevant:
            _fill(etree.SubElement(element, _tag(inner.bind, form)), inner, form)


def _clean(text: str) -> str:
    """Return text in Unicode NFC without control characters that XML cannot contain."""
    text = unicodedata.normalize("NFC", text)
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n\r")


def read_submission(form: Form, text: str | bytes, new_id: Callable[[], str]) -> Submission:
    """Read a submission of `form`, for making an Instance. Raises FormError.

    Values of nodes that the form does not have are kept by path.
    """
    root = read_markup(text, "The submission")
    prefixes = markup.prefixes_of(root)
    if markup.qualified(root, prefixes).rpartition(":")[2] != form.root_name.rpartition(":")[2]:
        raise FormError([Problem("The submission is of another form.", path=_local(root))])
    identity = root.get("id", "")
    if form.id and identity and identity != form.id:
        raise FormError([Problem(f"The submission is of the form {identity}, not {form.id}.")])
    reader = _SubmissionReader(form, prefixes, new_id)
    reader.element(root, form.root, form.root.path)
    instance_id = next(
        (value for key, value in reader.answers.items() if key.endswith("instanceID")), ""
    )
    return Submission(reader.answers, reader.repeats, instance_id, reader.unknown_values)


class _SubmissionReader:
    def __init__(self, form: Form, prefixes: Mapping[str, str], new_id: Callable[[], str]) -> None:
        self.form = form
        self.prefixes = prefixes
        self.new_id = new_id
        self.answers: dict[str, str] = {}
        self.repeats: list[str] = []
        self.unknown_values: dict[str, str] = {}

    def element(self, element: markup.Element, bind: Bind, reference: str) -> None:
        """Read the element at `reference`."""
        for tag, value in element.attrib.items():
            name = markup.attribute_name(tag, self.prefixes)
            if f"{bind.path}/@{name}" in self.form.binds:
                self.answers[f"{reference}/@{name}"] = value
        if bind.leaf:
            if element.text:
                self.answers[reference] = element.text
            return
        present: set[Bind] = set()
        for each in markup.elements(element):
            name = markup.qualified(each, self.prefixes)
            inner = self._child(bind, name)
            if inner is None:
                self._keep_unknown(each, f"{reference}/{name}")
            elif inner.repeat:
                instance = f"{reference}/{inner.name}[{self.new_id()}]"
                self.repeats.append(instance)
                self.element(each, inner, instance)
            else:
                present.add(inner)
                self.element(each, inner, f"{reference}/{inner.name}")
        for inner in bind.children:
            if inner not in present and not inner.repeat:
                self._restore_defaults(inner, f"{reference}/{inner.name}")

    def _restore_defaults(self, bind: Bind, reference: str) -> None:
        """Restore the defaults of a node that was omitted because it was not relevant."""
        if bind.default:
            self.answers[reference] = bind.default
        for inner in bind.children:
            if not inner.repeat:
                self._restore_defaults(inner, f"{reference}/{inner.name}")

    def _child(self, bind: Bind, name: str) -> Bind | None:
        """Return the bind of a child; other clients may use another prefix."""
        local = name.rpartition(":")[2]
        for child in bind.children:
            if child.name == name or child.name.rpartition(":")[2] == local:
                return child
        return None

    def _keep_unknown(self, element: markup.Element, reference: str) -> None:
        inner = list(markup.elements(element))
        if not inner and element.text:
            self.unknown_values[reference] = element.text
        for each in inner:
            self._keep_unknown(each, f"{reference}/{markup.qualified(each, self.prefixes)}")
