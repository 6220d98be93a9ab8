"""What is said of a report's pages: how they stand to what was signed, and who signed on top."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.errors import Reason
from assessor.names import safe_name
from assessor.parcel.keys.identity import six_words
from assessor.parcel.pdf.page_seal import (
    CHANGE,
    DRAWN,
    MARK,
    ONLY_DRAWN,
    SIGNED,
    PageCheck,
    page_ranges,
)
from assessor.parcel.pdf.pdf_signature import EXTENDED, OtherSignature

_AS_SIGNED = "The pages are as {name} signed them."
_WHOLE = "What {name} signed is whole: the first {signed} of {size} bytes of this file."
_SIGNED_ON_TOP = (
    "“{other}” signed this version on top (day: {day}). Anybody can choose that name: have the "
    "certificate checked by who issued it."
)
_SIGNED_BETWEEN = (
    "“{other}” signed an earlier version on top, the first {covers} bytes (day: {day}). Anybody "
    "can choose that name: have the certificate checked by who issued it."
)
_NO_DAY = Reason("not told")
_NOTHING_ELSE = "Nothing that this file shows or does was changed after that."
_MARK = (
    "That signature shows a mark (page {pages}), which may cover or say anything: believe the "
    "answers, and the version as it was signed."
)
_CHANGED = (
    "It was changed after it was signed, and not only by a signature. {doubt} The version as it "
    "was signed can be saved from this file."
)
_DOUBT = "{why} Believe the answers, not the pages."
_DOUBT_OF = "{why} Believe the answers, not the pages (page {pages})."
_DOUBT_IN = "{why} Believe the answers, not the pages ({parts})."
PAGE_REMARKS = frozenset({
    _AS_SIGNED, _WHOLE, _SIGNED_ON_TOP, _SIGNED_BETWEEN, _NOTHING_ELSE, _MARK, _CHANGED, _DOUBT,
    _DOUBT_OF, _DOUBT_IN, ONLY_DRAWN,
})  # fmt: skip
"""The messages of what `describe_pages` returns."""


def describe_pages(pages: PageCheck, name: str, sender: str) -> tuple[Reason, ...]:
    """Return how pages stand to what `name` signed with the key `sender` (64 hex), in sentences."""
    return tuple(_sentences(pages, sender_called(name, sender)))


def sender_called(name: str, sender: str) -> str:
    """Return the name of a sender as it is shown, or the six words of the key; "" without both."""
    return safe_name(name) or (six_words(bytes.fromhex(sender)) if sender else "")


def remark_on_pages(pages: PageCheck | None, name: str, sender: str) -> tuple[Reason, ...]:
    """Return the same for a receipt: nothing where there is nothing to remark."""
    if pages is None or (pages.state == SIGNED and not (pages.file and pages.file.on_top)):
        return ()
    return describe_pages(pages, name, sender)


def _sentences(pages: PageCheck, who: str) -> Iterator[Reason]:
    file = pages.file
    if file is not None and file.state == EXTENDED and pages.is_whole:
        yield Reason(_WHOLE, {"name": who, "signed": file.signed, "size": file.size})
        for each in file.on_top:
            yield _signed_on_top(each, file.size)
    elif pages.state == SIGNED:
        yield Reason(_AS_SIGNED, {"name": who})
    if pages.added == CHANGE and pages.is_whole:
        yield Reason(_CHANGED, {"doubt": _doubt(pages)})
    elif pages.added == MARK:
        yield Reason(_MARK, {"pages": page_ranges(pages.altered)})
    elif pages.state == SIGNED and file is not None and file.state == EXTENDED:
        yield Reason(_NOTHING_ELSE)
    elif pages.state == DRAWN:
        yield Reason(ONLY_DRAWN)
    elif pages.state != SIGNED:
        yield _doubt(pages)


def _signed_on_top(other: OtherSignature, size: int) -> Reason:
    details = {"other": safe_name(other.name), "day": other.day or _NO_DAY}
    if other.covers == size:
        return Reason(_SIGNED_ON_TOP, details)
    return Reason(_SIGNED_BETWEEN, details | {"covers": other.covers})


def _doubt(pages: PageCheck) -> Reason:
    why = Reason(pages.why)
    if pages.parts:
        return Reason(_DOUBT_IN, {"why": why, "parts": pages.where})
    if pages.altered:
        return Reason(_DOUBT_OF, {"why": why, "pages": pages.where})
    return Reason(_DOUBT, {"why": why})
