"""What a form says it is, read without parsing the rest of it."""

from __future__ import annotations

from typing import NamedTuple

from assessor.form.model import markup
from assessor.form.parse.form_source import FormSource


class FormName(NamedTuple):
    """What a form says it is; "" for what it leaves out."""

    id: str
    title: str
    version: str


def read_form_name(source: FormSource) -> FormName:
    """Return id, title and version of a form without parsing the rest.

    Raises FormError for what is no XML.
    """
    head = markup.child(markup.read_xml(source.xform), "head")
    model = markup.child(head, "model") if head is not None else None
    instance = markup.child(model, "instance") if model is not None else None
    root = next(instance.iterchildren("*"), None) if instance is not None else None
    title = markup.text_of(markup.child(head, "title")) if head is not None else ""
    said = root.attrib if root is not None else {}
    return FormName(said.get("id", ""), title, said.get("version", ""))
