"""A form with every kind of question, in English and Arabic, for pictures, contract and bench."""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from assessor.form.authoring.xlsform import read_form
from assessor.form.parse.form_source import FormSource

_FORM = Path(__file__).with_name("kitchen.md")


def png(width: int, height: int, colour: str, bars: int) -> bytes:
    """A drawn picture: upright bars on a coloured ground, so that pictures differ."""
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    picture.fill(QColor(colour))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor("#FFFFFF"), 3))
    for bar in range(bars):
        x = width * (bar + 1) / (bars + 1)
        tall = height * (0.35 + 0.25 * math.sin(bar))
        painter.drawRect(QRectF(x - 6, height - tall, 12, tall - 8))
        painter.drawEllipse(QPointF(x, height - tall - 12), 4, 4)
    painter.end()
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(held, "PNG")  # type: ignore[call-overload]
    return bytes(held.data().data())


DISTRICTS = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 240">
<g id="land" fill="#E7E1D2" stroke="#8A96A3" stroke-width="2">
<path id="north" d="M20 20 L300 20 L280 120 L40 110 Z"/>
<path id="coast" d="M40 110 L280 120 L380 60 L370 220 L60 220 Z"/></g>
<circle id="capital" cx="200" cy="150" r="22" fill="#CFC6B0" stroke="#55626F"/></svg>"""
"""A country of two districts and a capital, each a part with the name of its choice."""


@lru_cache(maxsize=1)
def kitchen() -> FormSource:
    """The form with its pictures."""
    found = read_form(_FORM)
    pictures = {
        "district.png": png(420, 180, "#4F9AA0", 7),
        "districts.svg": DISTRICTS,
        "shelf.png": png(240, 160, "#7A8C99", 2),
        "cage.png": png(240, 160, "#55626F", 6),
        "vault.png": png(240, 160, "#0B5B66", 4),
    }
    return FormSource(found.xform, found.sheets, {**found.attachments, **pictures})


ANSWERS = {
    "words/name": "National Cybercrime Unit",
    "words/mandate": "Investigates offences against computers.\nGives evidence in court.",
    "words/site": "https://www.example.org/unit",
    "words/secret": "A. Nonymous",
    "words/file_no": "0042-2026",
    "words/budget": "1234567890",
    "words/women": "4",
    "words/share": "37.5",
    "words/bearing": "271.5",
    "words/seal": "4006381333931",
    "words/read": "OK",
    "days/founded": "2011-06-14",
    "days/law": "2018-03-01",
    "days/census": "2024-01-01",
    "days/feast": "2026-03-09",
    "days/fiscal": "2026-07-08",
    "days/term": "2026-03-21",
    "days/synod": "2026-11-25T09:00:00.000+03:00",
    "days/opens": "08:30",
    "days/met": "2026-03-09T14:05:00.000+02:00",
    "days/office": "33.8938 35.5018 40 5",
    "days/road": "33.8938 35.5018 0 0; 34.12 35.65 0 0",
    "choices/has": "yes",
    "choices/trust": "4",
    "choices/tile": "3",
    "choices/room": "cage",
    "choices/worst": "coast",
    "choices/seen": "north capital",
    "choices/main": "mobile",
    "choices/tools": "imaging mobile",
    "choices/wanted": "memory crypto cloud",
    "choices/order": "law staff links lab",
    "choices/table/delay": "most",
    "scales/load": "26",
    "scales/heat": "2",
    "scales/fine": "0.37",
    "scales/listed": "0.4",
    "scales/stars": "4",
}
"""What is answered in the pictures: paths under /data."""
