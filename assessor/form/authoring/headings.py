"""The columns of an XLSForm: all accepted names, and the language of a heading.

Source: xlsform.org's reference table, and older names that pyxform accepts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

TEXTS = frozenset({"label", "hint", "guidance_hint", "constraint_message", "required_message"})
MEDIA = frozenset({"image", "big-image", "audio", "video"})
TRANSLATED = TEXTS | MEDIA
"""Columns that may exist once per language."""

EXPRESSIONS = ("calculation", "relevant", "readonly", "required", "constraint", "repeat_count",
               "choice_filter")  # fmt: skip
"""Survey columns with an XPath expression."""

_GROUPS = frozenset({"bind", "control", "body", "instance", "media"})
"""First words of headings such as `bind::odk:length`, which are copied to the XForm."""

KNOWN: Mapping[str, frozenset[str]] = {
    "survey": frozenset(
        {*TRANSLATED, *EXPRESSIONS, "type", "name", "default", "appearance", "parameters",
         "trigger", "save_to", "autoplay", "rows", "disabled", "no_app_error_string",
         "compact_tag", "intent", "query"}
    ),
    "choices": frozenset({*MEDIA, "list_name", "name", "label"}),
    "settings": frozenset(
        {"form_title", "form_id", "version", "default_language", "instance_name", "style", "name",
         "public_key", "submission_url", "auto_send", "auto_delete", "allow_choice_duplicates",
         "clean_text_values", "client_editable", "namespaces", "omit_instanceid", "instance_xmlns",
         "instance_id", "sms_keyword", "sms_separator", "delimiter", "prefix", "flat",
         "add_none_option", "attribute"}
    ),
    "entities": frozenset(
        {"list_name", "label", "entity_id", "create_if", "update_if", "repeat", "dataset"}
    ),
    "external_choices": frozenset({"list_name", "name", "label"}),
    "osm": frozenset({"list_name", "name", "label"}),
}  # fmt: skip
"""Columns by sheet, under their current names."""

NEEDED: Mapping[str, tuple[str, ...]] = {
    "survey": ("type", "name", "label"),
    "choices": ("list_name", "name"),
}
"""Required columns by sheet."""

_ALIASES: Mapping[str, Mapping[str, str]] = {
    "survey": {
        "caption": "label", "command": "type", "tag": "name", "value": "name",
        "read_only": "readonly", "relevance": "relevant", "calculate": "calculation",
        "constraining_message": "constraint_message", "jr:constraintmsg": "constraint_message",
        "requiredmsg": "required_message", "jr:requiredmsg": "required_message",
        "count": "repeat_count", "jr:count": "repeat_count",
        "noapperrorstring": "no_app_error_string", "entities:saveto": "save_to",
    },
    "choices": {"caption": "label", "value": "name"},
    "external_choices": {"caption": "label", "value": "name"},
    "osm": {"caption": "label", "value": "name"},
    "settings": {
        "title": "form_title", "set_form_title": "form_title",
        "id_string": "form_id", "set_form_id": "form_id",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as written (`text`), its column, and its language or blank.

    `known` is False for the author's own columns.
    """

    text: str
    column: str
    language: str = ""
    known: bool = True


def headings(sheet: str, texts: Iterable[str]) -> dict[str, Heading]:
    """Return the headings of a sheet by their text."""
    texts = [text for text in texts if text]
    double = any("::" in text for text in texts)
    return {text: _heading(sheet, text, double) for text in texts}


def _heading(sheet: str, text: str, double: bool) -> Heading:
    column = _canonical(sheet, text)
    if column in KNOWN.get(sheet, ()):
        return Heading(text, column)
    if double or "::" in text:
        parts = [word.strip() for word in text.split("::")]
    else:
        parts = _with_prefix([word.strip() for word in text.split(":")])
    group = _canonical(sheet, parts[0])
    if group in _GROUPS and len(parts) > 1:
        inner = _canonical(sheet, parts[1])
        if inner in KNOWN.get(sheet, ()):
            return Heading(text, inner, _language(inner, parts[2:]))
        return Heading(text, text)
    if group in KNOWN.get(sheet, ()):
        return Heading(text, group, _language(group, parts[1:]))
    return Heading(text, text, known=False)


def _with_prefix(parts: list[str]) -> list[str]:
    """Join `jr:count` to one word; other single colons separate words."""
    if "jr" in parts[:-1]:
        place = parts.index("jr")
        parts[place : place + 2] = [f"jr:{parts[place + 1]}"]
    return parts


def _language(column: str, parts: list[str]) -> str:
    return parts[0] if parts and column in TRANSLATED else ""


def _canonical(sheet: str, text: str) -> str:
    name = "_".join(text.split()).lower()
    return _ALIASES.get(sheet, {}).get(name, name)
