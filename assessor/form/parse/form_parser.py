"""Parse an XForm's XML to an immutable Form and report all problems at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from assessor.errors import FormError
from assessor.form.model import itext, markup
from assessor.form.model.definition import Form
from assessor.form.model.xpath_nodes import FixedNode
from assessor.form.model.xpath_nodes import new_root as empty_document
from assessor.form.model.xpath_tree import ExpressionError
from assessor.form.parse import external_instances
from assessor.form.parse.body_parser import BodyParser
from assessor.form.parse.checks import check_form
from assessor.form.parse.form_source import FormSource
from assessor.form.parse.model_parser import ACTIONS, ModelParser
from assessor.form.parse.problems import Problems
from assessor.garbage import loading
from assessor.names import MAX_FILE_NAME_LENGTH, safe_name

MODEL = frozenset({"instance", "itext", "submission"})
"""Known elements of a model besides binds and actions; others, such as recordaudio, are refused."""
LAST_SAVED = "jr://instance/last-saved"
ENTITIES_KNOWN = (2025, 1)
"""The newest supported ODK entities specification (year, release)."""
_VERSION = re.compile(r"(\d{4})\.(\d+)")
EMPTY = "It is taken to be empty."
Read = TypeVar("Read")


def parse_form(source: FormSource, *, forgiving: bool = False) -> Form:
    """Parse the form in `source`. Raises FormError with every problem and its fix.

    A new form must have no mistakes. For a form that was accepted before use `forgiving`: tolerable
    mistakes are listed in the form's `tolerated_problems`.
    """
    with loading():
        return _parse(source, Problems(source, forgiving=forgiving))


def _parse(source: FormSource, problems: Problems) -> Form:
    html = markup.read_xml(source.xform)
    head, model, body = _parts(html, problems)
    parser = ModelParser(html, model, problems)
    parser.parse_primary()
    problems.raise_if_fatal()
    texts, default_language = _texts(model, problems)
    others = parser.parse_binds()
    _check_submission(others, problems)
    _check_entities(model, problems)
    _parse_actions(others, parser, problems)
    body_parser = BodyParser(parser, problems, translated=bool(texts))
    body_control = body_parser.parse(body)
    instances = _instances(html, others, source, problems)
    if body_parser.external:
        instances = _choice_lists(source, texts, problems) | instances
    attributes = (each for each in parser.binds.values() if each.attribute and not each.calculate)
    saved = [each.get("id", "") for each in others if each.get("src") == LAST_SAVED]
    form = Form(
        id=parser.root_element.get("id", ""),
        version=parser.root_element.get("version", ""),
        title=safe_name(markup.text_of(markup.child(head, "title")), MAX_FILE_NAME_LENGTH),
        languages=tuple(texts),
        default_language=default_language,
        root=parser.root,
        binds=parser.binds,
        body=body_control,
        document=parser.document,
        instances=instances,
        texts=texts,
        actions=tuple(parser.actions),
        last_saved=frozenset(saved),
        audit=parser.audit,
        attributes=tuple(attributes),
    )
    check_form(form, problems)
    problems.add_located(source.tolerated_problems)
    form.tolerated_problems = problems.raise_if_fatal()
    return form


def _parts(
    html: markup.Element, problems: Problems
) -> tuple[markup.Element, markup.Element, markup.Element]:
    """Return head, model and body. Raises FormError if one is missing."""
    head, body = markup.child(html, "head"), markup.child(html, "body")
    model = markup.child(head, "model") if head is not None else None
    if head is None or model is None or body is None:
        problems.add("The form has no model or no body.", "An XForm needs h:head/model and h:body.")
        problems.raise_if_fatal()
    assert head is not None
    assert model is not None
    assert body is not None
    return head, model, body


def _texts(model: markup.Element, problems: Problems) -> tuple[itext.Translations, str]:
    try:
        return itext.translations(markup.child(model, "itext"))
    except ExpressionError as error:
        problems.add(error)
        return {}, ""


def _parse_actions(others: list[markup.Element], parser: ModelParser, problems: Problems) -> None:
    for element in others:
        if markup.local(element) in ACTIONS:
            parser.parse_action(element, None)
        elif markup.local(element) not in MODEL:
            what = f"The element {markup.local(element)} in the form's model is not supported."
            fix = "Remove the question or setting it comes from."
            problems.add(what, fix, instead="It is left out.")


def _check_submission(others: list[markup.Element], problems: Problems) -> None:
    for element in others:
        method = element.get("method", "post")
        if markup.local(element) == "submission" and method not in {"post", "form-data-post"}:
            what = f"The submission method {method} is not supported."
            instead = "It is not looked at: nothing is sent from here."
            problems.add(what, "Use post.", instead=instead)


def _check_entities(model: markup.Element, problems: Problems) -> None:
    """Note a version of the entities specification that is too new."""
    version = model.get(f"{{{markup.ENTITIES}}}entities-version", "")
    found = _VERSION.match(version)
    if found is not None and (int(found[1]), int(found[2])) > ENTITIES_KNOWN:
        what = f"The form's entities follow the specification {version}, which is too new."
        fix = "Convert it for the version 2025.1, or update this app."
        problems.add(what, fix, instead="Its entities may be wrong.")


def _instances(
    html: markup.Element, others: list[markup.Element], source: FormSource, problems: Problems
) -> dict[str, FixedNode]:
    """Return the secondary instances by id: internal and external ones."""
    found: dict[str, FixedNode] = {}
    prefixes = markup.prefixes_of(html)
    for element in others:
        name = element.get("id", "")
        if markup.local(element) != "instance" or not name:
            continue
        inner = next(iter(markup.elements(element)), None)
        src = element.get("src", "")
        if inner is not None:
            found[name] = markup.fixed_tree(inner, prefixes)
        elif src == LAST_SAVED:
            found[name] = empty_document()  # filled by each Instance
        elif src:
            file = src.rpartition("/")[2]
            read = partial(external_instances.read_external, file)
            found[name] = _read_attachment(file, source, problems, read, empty_document())
    return found


def _choice_lists(
    source: FormSource, texts: itext.Translations, problems: Problems
) -> dict[str, FixedNode]:
    read, nothing = partial(external_instances.external_lists, texts=texts), dict[str, FixedNode]()
    return _read_attachment(
        external_instances.EXTERNAL_CHOICES_FILE, source, problems, read, nothing
    )


def _read_attachment(
    file: str, source: FormSource, problems: Problems, read: Callable[[bytes], Read], empty: Read
) -> Read:
    """Read an attachment; note it and return `empty` if it is missing or cannot be read."""
    data = source.attachments.get(file)
    if data is not None:
        try:
            return read(data)
        except FormError as error:
            problems.add_all(error.problems, EMPTY)
    else:
        what = f"The form needs the file {file}, which is not beside it."
        problems.add(what, "Put it into the form's media folder.", instead=EMPTY, file=file)
    return empty
