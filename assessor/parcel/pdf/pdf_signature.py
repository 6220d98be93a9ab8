"""The signature of a report's bytes that any viewer of PDFs checks (ISO 32000-1, 12.8).

Its field shows nothing. Its form is `/adbe.pkcs7.detached`, as Firefox cannot check PAdES' own yet
(ETSI EN 319 142-1), whose content it has but for that name.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import pikepdf

from assessor.parcel.child.child_protocol import FileSignature
from assessor.parcel.keys.identity import Identity
from assessor.parcel.keys.pdf_certificate import bound_key, derive_pdf_key, make_certificate
from assessor.parcel.pdf.cms import read_signature, sign_digest

_RANGE = [0, 1111111111, 1222222222, 1333333333]
_RANGE_BYTES = b"[ 0 1111111111 1222222222 1333333333 ]"
_ROOM = 3072
"""Bytes kept free for the signature, which takes some 1,200."""
_MOMENT = re.compile(rb"(?<=<xmp:MetadataDate>)[^<]*")
WHOLE, EXTENDED, REWRITTEN = "to the last byte", "added to", "written anew"


@dataclass(frozen=True, slots=True)
class OtherSignature:
    """Somebody else's valid signature: the name in the certificate, the day it says, or "".

    `covers` is how many of the first bytes it signs. Assessor does not know the certificate.
    """

    name: str
    day: str
    covers: int


@dataclass(frozen=True, slots=True)
class FileCheck:
    """The state of a file's bytes: WHOLE, EXTENDED or REWRITTEN after the sender signed them.

    `signed` is how many of the first bytes are as the sender signed them, `size` how many there
    are.
    """

    state: str
    signed: int
    size: int
    others: tuple[OtherSignature, ...] = ()

    @property
    def on_top(self) -> tuple[OtherSignature, ...]:
        """Return the signatures that others put on top of the sender's."""
        return tuple(each for each in self.others if self.signed and each.covers > self.signed)


def sign_pdf(written: bytes, identity: Identity, day: date) -> bytes:
    """Return a PDF with a signature of all its bytes; `day` is what viewers show.

    An identity without a name signs as "Assessor".
    """
    with pikepdf.open(BytesIO(written)) as pdf:
        _tell_only_day(pdf.Root, day)
        _add_field(pdf, identity.name, day)
        out = BytesIO()
        disable = pikepdf.ObjectStreamMode.disable
        pdf.save(out, object_stream_mode=disable, min_version="1.7", deterministic_id=True)
    return _fill(out.getvalue(), identity)


def _tell_only_day(root: pikepdf.Object, day: date) -> None:
    """Put the day for the moment to the microsecond at which pikepdf wrote the metadata."""
    written = root.Metadata.read_bytes()
    root.Metadata.write(_MOMENT.sub(f"{day}T00:00:00Z".encode(), written))


def _add_field(pdf: pikepdf.Pdf, name: str, day: date) -> None:
    """Add a signature field that shows nothing, with room for the signature."""
    value = pdf.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Sig, Filter=pikepdf.Name("/Adobe.PPKLite"),
        SubFilter=pikepdf.Name("/adbe.pkcs7.detached"), ByteRange=_RANGE,
        Contents=pikepdf.String(bytes(_ROOM)), M=f"D:{day:%Y%m%d}000000Z",
    ))  # fmt: skip
    if name:
        value.Name = name
    page, empty = pdf.pages[0].obj, [0, 0, 0, 0]
    appearance = pdf.make_stream(  # PDF/A-1 asks for one, part 3 does not
        b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=empty,
        Resources=pikepdf.Dictionary(),
    )  # fmt: skip
    field = pdf.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, F=132,
        T="Assessor", Rect=empty, P=page, V=value, AP=pikepdf.Dictionary(N=appearance),
    ))  # fmt: skip
    page.Annots = pikepdf.Array([*page.get("/Annots", []), field])
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field], SigFlags=3)


def _fill(data: bytes, identity: Identity) -> bytes:
    """Return the written PDF with its signature; the signature alone is not signed."""
    hole = b"<" + b"00" * _ROOM + b">"
    if data.count(hole) != 1 or data.count(_RANGE_BYTES) != 1:
        raise ValueError("no one place for a signature")
    out, start = bytearray(data), data.index(hole)
    end, span = start + len(hole), data.index(_RANGE_BYTES)
    numbers = b"[ 0 %d %d %d ]" % (start, end, len(data) - end)
    out[span : span + len(_RANGE_BYTES)] = numbers.ljust(len(_RANGE_BYTES))
    digest = hashlib.sha256(out[:start] + out[end:]).digest()
    cms = sign_digest(digest, derive_pdf_key(identity), make_certificate(identity))
    signature = cms.hex().encode()
    out[start + 1 : start + 1 + len(signature)] = signature
    return bytes(out)


def check_file(signatures: Iterable[FileSignature], size: int, sender: str) -> FileCheck:
    """Compare the bytes of a file with what the key `sender` (64 hex) signed of them."""
    signed, others = 0, []
    for each in signatures:
        found = read_signature(each.cms, each.digests)
        if found is None:
            continue
        if bound_key(found.certificate) == sender:
            signed = max(signed, each.end)
        else:
            day = f"{found.signed_at:%Y-%m-%d}" if found.signed_at else _as_date(each.day)
            others.append(OtherSignature(found.name, day, each.end))
    state = REWRITTEN if not signed else WHOLE if signed == size else EXTENDED
    return FileCheck(state, signed, size, tuple(others))


def _as_date(digits: str) -> str:
    """Return YYYYMMDD as YYYY-MM-DD; "" for what is no day."""
    try:
        return date.fromisoformat(digits).isoformat()
    except ValueError:
        return ""
