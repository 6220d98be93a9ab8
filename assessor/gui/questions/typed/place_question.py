"""Places, lines and areas as typed or pasted coordinates, or from a map."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from assessor.form.live.node import Node
from assessor.form.model.datatypes import canonical_text, number_text, to_number
from assessor.gui.questions.typed.text_question import TypedQuestion
from assessor.gui.toolkit.style.basic_widgets import columns, tool
from assessor.gui.toolkit.widgets.growing_edit import GrowingEdit

_FIGURE = r"[+-]?\d+(?:\.\d+)?"
_PLAIN = re.compile(
    rf"({_FIGURE})\s*[,;\s]\s*({_FIGURE})(?:[,;\s]+({_FIGURE}))?(?:[,;\s]+({_FIGURE}))?\Z"
)
_MINUTES = re.compile(
    r"(\d+(?:\.\d+)?)\s*°\s*(?:(\d+(?:\.\d+)?)\s*['′’]\s*)?(?:(\d+(?:\.\d+)?)\s*[\"″”]\s*)?([NSEW])",
    re.IGNORECASE,
)
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")


def place(text: str) -> str | None:
    """Parse a place to ODK's format (latitude longitude altitude accuracy), or None.

    Accepts 33.8938, 35.5018 · 33,8938; 35,5018 · 33.8938 35.5018 40 5 · 33°53′38″N 35°30′6″E. North
    and east are positive (WGS 84); altitude and accuracy are in metres, 0 if missing.
    """
    text = text.strip().strip("()").replace("\u2212", "-")
    return _in_minutes(text) if "°" in text else _in_degrees(text)


def _in_degrees(text: str) -> str | None:
    """Return figures with decimal points, otherwise with decimal commas."""
    for written_so in (text, _DECIMAL_COMMA.sub(".", text)):
        found = _PLAIN.match(written_so)
        parts = found and _checked([found[1], found[2], found[3] or "0", found[4] or "0"])
        if parts:
            return parts
    return None


def _in_minutes(text: str) -> str | None:
    parts = _MINUTES.findall(_DECIMAL_COMMA.sub(".", text))
    if len(parts) != 2 or _MINUTES.sub("", _DECIMAL_COMMA.sub(".", text)).strip(" ,;"):
        return None
    found: dict[str, str] = {}
    for degrees, minutes, seconds, side in parts:
        value = float(degrees) + float(minutes or 0) / 60 + float(seconds or 0) / 3600
        signed = -value if side.upper() in "SW" else value
        found["lat" if side.upper() in "NS" else "lon"] = number_text(round(signed, 7))
    return _checked([found["lat"], found["lon"], "0", "0"]) if len(found) == 2 else None


def _checked(parts: list[str]) -> str | None:
    try:
        return canonical_text("geopoint", " ".join(parts))
    except ValueError:
        return None


def written(value: str) -> str:
    """Format a place: latitude, longitude and other known values."""
    parts = value.split()
    while len(parts) > 2 and to_number(parts[-1]) == 0:
        parts.pop()
    return ", ".join([*parts[:2], *(part.removesuffix(".0") for part in parts[2:])])


class PlacesQuestion(TypedQuestion):
    """Coordinates, written from left to right in every language, or picked on a map."""

    def build(self) -> None:
        super().build()
        self.editor.removeWidget(self.edit)
        self.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.edit.setMaximumWidth(360)
        name = self.context.words("Pick a place on a map")
        self.pick = tool(self, "pin", "accent", name, self._open)
        row = columns(None, (self.edit, 20), (self.pick, 0, Qt.AlignmentFlag.AlignTop), 1, gap=4)
        self.editor.addLayout(row)

    def editors(self) -> list[QWidget]:
        return [self.edit, self.pick]

    def show_value(self, node: Node) -> None:
        super().show_value(node)
        self.pick.setEnabled(not self.locked)

    def _open(self) -> None:
        from assessor.gui.toolkit.maps.place_picker import (
            PlacePicker,  # imported late: loads the atlas
        )

        written_last = next(reversed(self.text().splitlines()), "")
        before, context = place(written_last) or "", self.context
        picker = PlacePicker(self, context.language, current=before, country=context.country())
        chosen = (picker.exec() and place(picker.place)) or ""
        if chosen and not self.locked and chosen.split()[:2] != before.split()[:2]:
            self._set_text(self.text_with_place(picker.place))
            self.on_text_changed()
            self.flush()
        self.pick.setFocus(Qt.FocusReason.OtherFocusReason)

    def text_with_place(self, picked: str) -> str:
        """Return the text after a place was picked."""
        return picked


class GeopointQuestion(PlacesQuestion):
    """One place."""

    def make_edit(self) -> QLineEdit:
        edit = QLineEdit(self, placeholderText=self.context.words("Latitude, longitude"))
        edit.setProperty("figures", True)
        edit.textEdited.connect(self.on_text_changed)
        return edit

    def parse_text(self, text: str) -> str | None:
        return place(text) if text.strip() else ""

    def format_value(self, value: str) -> str:
        return written(value)

    def error_message(self, text: str) -> str:
        sentence = self.context.words(
            "“{text}” is not a place, so it is not saved. "
            "Write latitude, longitude in degrees: {example}."
        )
        return sentence.format(text=text, example="33.8938, 35.5018")


class GeotraceQuestion(PlacesQuestion):
    """A line through places, one per text line."""

    datatype = "geotrace"
    least = 2

    def make_edit(self) -> QPlainTextEdit:
        edit = GrowingEdit(self)
        edit.setPlaceholderText(self.context.words("Latitude, longitude: one place on each line"))
        edit.textChanged.connect(self.on_text_changed)
        return edit

    def on_text_changed(self) -> None:
        """Handle a text change by a person; ignore the node's own text."""
        if self.node is not None and self.text() != self.format_value(self.node.value):
            super().on_text_changed()

    def text_with_place(self, picked: str) -> str:
        """Append a place on a new line."""
        return "\n".join(part for part in (self.text().rstrip(), picked) if part)

    def parse_text(self, text: str) -> str | None:
        lines = [line for line in text.splitlines() if line.strip()]
        if not lines:
            return ""
        places = [place(line) for line in lines]
        if None in places:
            return None
        return self.join_places([each for each in places if each])

    def join_places(self, places: list[str]) -> str | None:
        """The places in one line; None if there are too few."""
        return (
            canonical_text(self.datatype, "; ".join(places)) if len(places) >= self.least else None
        )

    def format_value(self, value: str) -> str:
        return "\n".join(written(each) for each in value.split(";") if each.strip())

    def error_message(self, text: str) -> str:
        """The message with the invalid line, or that there are too few."""
        words = self.context.words
        for line in text.splitlines():
            if line.strip() and place(line) is None:
                sentence = words(
                    "“{text}” is not a place, so it is not saved. "
                    "Write latitude, longitude in degrees: {example}."
                )
                return sentence.format(text=line, example="33.8938, 35.5018")
        sentence = words("{count} places at least are needed, so this is not saved yet.")
        return sentence.format(count=self.least)


class GeoshapeQuestion(GeotraceQuestion):
    """An area by its corner places; the closing place may be omitted."""

    datatype = "geoshape"
    least = 3

    def join_places(self, places: list[str]) -> str | None:
        """The places, closed with the first one as in ODK."""
        if len(places) > 1 and places[0] == places[-1]:
            places = places[:-1]
        return super().join_places([*places, places[0]]) if len(places) >= self.least else None

    def format_value(self, value: str) -> str:
        """One place per line, without the closing one."""
        lines = super().format_value(value).splitlines()
        return "\n".join(lines[:-1] if len(lines) > 1 and lines[0] == lines[-1] else lines)
