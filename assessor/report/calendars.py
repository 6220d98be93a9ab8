"""Calendars a form may ask days in, as people call them."""

from __future__ import annotations

from assessor.form.appearances import words

GREGORIAN = "gregorian"
"""The word for the calendar that every day is kept in."""

NAMES = {
    GREGORIAN: "Gregorian calendar",
    "islamic": "Islamic calendar",
    "persian": "Persian calendar",
    "ethiopian": "Ethiopian calendar",
    "coptic": "Coptic calendar",
    "bikram-sambat": "Bikram Sambat calendar",
    "myanmar": "Myanmar calendar",
}
"""By ODK's word for them, in English."""


def asked_in(appearance: str) -> str:
    """The word of the calendar an appearance asks days in; the Gregorian one by default."""
    return next((each for each in sorted(words(appearance)) if each in NAMES), GREGORIAN)
