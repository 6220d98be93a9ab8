"""The card of one answer: value, evidence, author and time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from assessor.assessment.core.resolution import original_entry
from assessor.gui.registry.registry_session import HasLocation, RegistrySession
from assessor.gui.toolkit.controls.untrusted_mark import show_untrusted_mark
from assessor.gui.toolkit.style.basic_widgets import fill, frame, label, rows
from assessor.gui.toolkit.text.captions import moment
from assessor.gui.toolkit.text.phrases import Phrases
from assessor.store.model.entry import Entry

_EVIDENCE = "○◔◑◕●"


def answer_card(
    parent: QWidget, office: RegistrySession, phrases: Phrases, about: HasLocation, entry: Entry
) -> tuple[QFrame, QVBoxLayout]:
    """Create the card of an entry; return it with a column for actions."""
    card = frame(parent, "card")
    column = rows(card, gap=6, margins=(16, 14, 16, 14))
    text = phrases("Withheld") if entry.withheld else office.said(about, entry)
    text = phrases("Deleted") if entry.is_tombstone else text
    column.addWidget(label(card, "heading", text=text or phrases("Blank", wrap=True)))
    for line in envelope(office, phrases, about, entry.body or {}):
        column.addWidget(label(card, "", text=line, wrap=True))
    when = moment(datetime.fromtimestamp(entry.at / 1000), phrases.language)
    author = phrases.apart(entry.author or phrases("Unnamed"))
    fill(column, 1, label(card, "secondary", text=f"{author} · {when}", wrap=True))
    first = original_entry(office.mission, entry)
    if first is not None:
        when = moment(datetime.fromtimestamp(first.at / 1000), phrases.language)
        who = f"{phrases.apart(first.author or phrases('Unnamed'))} · {when}"
        text = phrases("First said by {person}", person=who)
        column.addWidget(label(card, "secondary", text=text, wrap=True))
    laptop = phrases("Laptop {key}", key=entry.signer[:8] or "–")
    column.addWidget(label(card, "secondary", text=laptop))
    show_untrusted_mark(column, card, office.trust(), entry.signer, phrases)
    return card, column


def envelope(
    office: RegistrySession, phrases: Phrases, about: HasLocation, body: Mapping[str, Any]
) -> Iterator[str]:
    """Return what supports an answer, a line each."""
    level = str(body.get("evidence", ""))
    if level:
        number, title = office.level(about, level)
        yield f"{_EVIDENCE[max(0, min(4, number))]} {title}"
    if body.get("basis"):
        desk = body["basis"] == "desk"
        yield phrases("From documents") if desk else phrases("In the field")
    if body.get("missing"):
        yield phrases("No answer: {reason}", reason=office.reason(about, str(body["missing"])))
    cited = [str(each) for each in body.get("sources", ())]
    if cited:
        yield phrases("Cites {sources}", sources="; ".join(office.sources(about, cited)))
    if body.get("note"):
        yield f"“{phrases.apart(str(body['note']))}”"
