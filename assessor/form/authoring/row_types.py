"""The type column of the survey sheet.

Source: xlsform.org's question types, and older names that pyxform accepts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assessor.form.authoring.findings import closest_name, suggestion

QUESTION_TYPES = frozenset(
    {"text", "integer", "decimal", "date", "time", "datetime", "note", "geopoint", "geotrace",
     "geoshape", "image", "audio", "video", "file", "barcode", "range", "acknowledge"}
)  # fmt: skip
"""Types of questions, except selects."""
HIDDEN_TYPES = frozenset(
    {"calculate", "hidden", "start", "end", "today", "deviceid", "phonenumber", "username",
     "email", "audit", "simserial", "subscriberid", "start-geopoint", "background-geopoint",
     "background-audio", "xml-external", "csv-external", "osm"}
)  # fmt: skip
"""Types that are not shown to people."""

_ALIASES = {
    "string": "text", "int": "integer", "dateTime": "datetime", "date time": "datetime",
    "photo": "image", "gps": "geopoint", "location": "geopoint", "trigger": "acknowledge",
    "percentage": "integer", "start time": "start", "end time": "end", "device id": "deviceid",
    "imei": "deviceid", "phone number": "phonenumber", "sim id": "simserial",
    "subscriber id": "subscriberid", "get start time": "start", "get end time": "end",
    "get today": "today", "get device id": "deviceid", "get phone number": "phonenumber",
    "get sim id": "simserial", "get subscriber id": "subscriberid",
    "number of days in last month": "integer", "number of days in last six months": "integer",
    "number of days in last year": "integer", "q picture": "image", "q int": "integer",
}  # fmt: skip
_PROMPTED = re.compile(r"(?:q|add) (\w+)(?: prompt)?|uri:(\w+)")
_SELECTS = {
    "select_one": "select_one", "select one": "select_one", "select one from": "select_one",
    "select1": "select_one", "add select one prompt using": "select_one",
    "select one using": "select_one", "select_multiple": "select_multiple",
    "select all that apply": "select_multiple", "select multiple from": "select_multiple",
    "select all that apply from": "select_multiple", "select multiple using": "select_multiple",
    "add select multiple prompt using": "select_multiple", "rank": "rank",
    "select_one_external": "select_one_external", "select one external": "select_one_external",
    "select_one_from_file": "select_one_from_file", "select one from file": "select_one_from_file",
    "select_multiple_from_file": "select_multiple_from_file",
    "select multiple from file": "select_multiple_from_file", "q select1": "select_one",
    "q select": "select_multiple",
}  # fmt: skip
_SELECT = re.compile(
    rf"({'|'.join(sorted(map(re.escape, _SELECTS), key=len, reverse=True))})"
    r"(?: (.*?)(?: (or specify other|or_other|or other))?)?\Z"
)
_BEGIN = re.compile(
    r"(begin|end)[ _](group|repeat|loop|lgroup|looped group)(?: (?:over )?(\S+))?\Z"
)
_CONTROLS = {"lgroup": "repeat", "looped group": "repeat"}
_SETTINGS = frozenset({"form_title", "form_id", "set_form_title", "set_form_id", "prefix"})
CURRENT_TYPES = (*sorted(QUESTION_TYPES | HIDDEN_TYPES), "select_one", "select_multiple", "rank",
           "select_one_from_file", "select_multiple_from_file", "select_one_external",
           "begin_group", "end_group", "begin_repeat", "end_repeat")  # fmt: skip
"""The current spelling of all types, for suggestions."""


@dataclass(frozen=True, slots=True)
class RowType:
    """The type of a row under its current name, and its parts.

    `edge` is "begin" or "end" for groups and repeats, whose `word` is "group", "repeat" or "loop".
    """

    word: str
    edge: str = ""
    list_name: str = ""
    other: bool = False

    @property
    def selects(self) -> bool:
        """Whether the row offers choices."""
        return self.word.startswith(("select_", "rank"))

    @property
    def from_file(self) -> bool:
        """Whether its choices are in a file."""
        return self.word.endswith("_from_file")


def read_type(text: str) -> RowType | None:
    """Parse a cell of the type column; return None for an unknown type."""
    text = " ".join(text.split())
    edge = _BEGIN.match(text)
    if edge:
        return RowType(_CONTROLS.get(edge[2], edge[2]), edge[1], edge[3] or "")
    select = _SELECT.match(text)
    if select:
        return RowType(_SELECTS[select[1]], "", select[2] or "", bool(select[3]))
    word = _plain(text)
    return RowType(word) if word else None


def _plain(text: str) -> str:
    if text in QUESTION_TYPES or text in HIDDEN_TYPES:
        return text
    if text in _ALIASES:
        return _ALIASES[text]
    if text in _SETTINGS:
        return "setting"
    if text.startswith("osm "):
        return "osm"
    prompted = _PROMPTED.fullmatch(text)
    if prompted:
        inner = prompted[1] or prompted[2]
        return inner if inner in QUESTION_TYPES | HIDDEN_TYPES else _ALIASES.get(inner, "")
    if text in {"q date time", "add date time prompt"}:
        return "datetime"
    return ""


def type_proposal(text: str) -> str:
    """Suggest a replacement for an unknown type."""
    text = " ".join(text.split())
    words = text.split(" ")
    first = words[0]
    if read_type(text.lower()) is not None:
        return f"Types are written in small letters: {text.lower()}."
    for begin in ("begin", "end"):
        if text.lower().replace("-", " ").replace("_", " ").startswith(begin) and len(text) > 5:
            fix = suggestion(first, CURRENT_TYPES, "Write begin_group, begin_repeat or the end.")
            return suggestion("_".join(words[:2]), CURRENT_TYPES, fix)
    correct = closest_name(first, CURRENT_TYPES)
    if correct and len(words) > 1 and correct.startswith(("select", "rank")):
        return f"Is {' '.join([correct, *words[1:]])} meant?"
    fix = suggestion(text, CURRENT_TYPES, "Use a question type of the XLSForm reference.")
    return f"Is {correct} meant?" if correct else fix
