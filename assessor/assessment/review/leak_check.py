"""Leak check: a shared report must not contain anything that its readers may not see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from io import BytesIO
from zipfile import ZipFile

from assessor.assessment.assessment import Assessment
from assessor.errors import Refused
from assessor.parcel.pack.parcel_pack import ParcelContents
from assessor.parcel.pdf.pdf_text import pdf_texts
from assessor.report.projection.projection import INTERNAL, Projection
from assessor.report.projection.protection.leak_search import (
    find_leaks,
    hidden_sentences,
    projection_texts,
)
from assessor.words import catalogue_phrases

_TAG = re.compile(r"<[^>]*>")


def refuse_leaks(
    assessment: Assessment,
    projection: Projection,
    texts: Iterable[str],
    readable: Iterable[str] = (),
) -> None:
    """Raise Refused if one of `texts` holds a sentence that the audience may not see.

    `readable` are further texts for this audience: its own comments and the responses. The check
    searches for every text of every entry whose body does not travel, in the whole history:
    answers, notes, sources, statements, comments. Texts that the report may print, and its own
    phrases, are no leak.
    """
    if projection.profile == INTERNAL:
        return
    hidden = (
        text
        for entry in assessment.joint_entries()
        if entry.body is not None and not projection.releases(entry.name)
        for text in _inside(entry.body)
    )
    allowed = (*projection_texts(projection), *catalogue_phrases(projection.language), *readable)
    found = find_leaks(hidden_sentences(hidden, allowed), texts)
    if found:
        raise Refused(
            "The report was not written: it would tell its readers what they may not see "
            "(“{text}”). This is a fault of Assessor: please report it.",
            text=f"{found[0][:40]}…",
        )


def texts_in_report(pages: bytes, contents: ParcelContents) -> Iterator[str]:
    """Yield the texts of a PDF (b"" for none), and of the bodies in its parcel."""
    if pages:
        yield from pdf_texts(pages)
    for changeset in contents.changesets:
        yield "".join(payload for payload in changeset.payloads if payload is not None)


def texts_in_office(data: bytes) -> Iterator[str]:
    """Yield the texts of every part of a Word document or workbook."""
    with ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8", "replace")
            yield unescape(_TAG.sub("", text))


def _inside(thing: object) -> Iterator[str]:
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, dict):
        for value in thing.values():
            yield from _inside(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from _inside(value)
