"""A government's program signs a report on top: an incremental update with a field of its own."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options, PKCS7SignatureBuilder
from cryptography.x509.oid import NameOID

_ROOM = 4096
_RANGE = b"[ 0 1111111111 1222222222 1333333333 ]"
_SIGNING_TIME = rb"\x2a\x86H\x86\xf7\r\x01\t\x051\x0f\x17\r(\d{6})\d{6}Z"
"""The attribute signingTime of CMS (RFC 5652, section 11.3) in DER: YYMMDD."""
_HOLE = b"<" + b"00" * _ROOM + b">"


def add_objects(report: bytes, objects: dict[int, bytes]) -> bytes:
    """Return the report with other versions of objects, or more of them, appended."""
    with pikepdf.open(BytesIO(report)) as pdf:
        size, root = int(pdf.trailer.Size), pdf.Root.objgen[0]
        info = pdf.trailer.Info.objgen[0]
    start = int(report.rsplit(b"startxref", 1)[1].split()[0])
    out, table = bytearray(report), b"xref\n"
    for number, body in sorted(objects.items()):
        table += b"%d 1\n%010d 00000 n \n" % (number, len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    keys = b"/Size %d /Root %d 0 R /Info %d 0 R /Prev %d" % (
        max(size, *(number + 1 for number in objects)), root, info, start,
    )  # fmt: skip
    return bytes(out) + table + b"trailer\n<< %s >>\nstartxref\n%d\n%%%%EOF\n" % (keys, len(out))


def sign_on_top(
    report: bytes, name: str = "Ministry of Health", *, mark: bytes = b"", key: bytes = b"",
    also: dict[int, bytes] | None = None, apart: bool = False, widget_key: bytes = b"",
    more_kids: bytes = b"",
) -> bytes:  # fmt: skip
    """Return the report signed on top, now: `signing_day` tells the day.

    `mark` is what the signature draws on the first page, `key` another key of its field, `also`
    are objects changed in the same breath. `apart`: the widget is an object of its own, with
    `widget_key`, and the field has `more_kids`.
    """
    with pikepdf.open(BytesIO(report)) as pdf:
        field, value, drawing, note = (int(pdf.trailer.Size) + more for more in range(4))
        note = note if apart else field
        page, form = pdf.pages[0].obj, pdf.Root.AcroForm
        number = page.objgen[0]
        shown = page.unparse(resolved=True)
        notes = page.Annots.unparse(resolved=True)
        more = notes[:-1] + b" %d 0 R ]" % note
        del page["/Annots"]
        shown = page.unparse(resolved=True)[:-2] + b" /Annots " + more + b" >>"
        fields = form.Fields.unparse(resolved=True)[:-1] + b" %d 0 R ]" % field
        root, catalogue = pdf.Root.objgen[0], pdf.Root
        del catalogue["/AcroForm"]
        whole = catalogue.unparse(resolved=True)[:-2]
    place = b"[ 100 100 300 200 ]" if mark else b"[ 0 0 0 0 ]"
    content = b"<< /Type /XObject /Subtype /Form /BBox [ 0 0 200 100 ] /Length %d >>" % len(mark)
    objects = {
        root: whole + b" /AcroForm << /SigFlags 3 /Fields " + fields + b" >> >>",
        number: shown,
        note: b"<< /Type /Annot /Subtype /Widget /F 132 /P %d 0 R /Rect %s /AP << /N %d 0 R >>"
        % (number, place, drawing),
        value: b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached "
        b"/M (D:20261202100000Z) /Contents %s /ByteRange %s >>" % (_HOLE, _RANGE),
        drawing: content + b"\nstream\n" + mark + b"\nendstream",
    }
    own = b" /FT /Sig /T (Gov) /V %d 0 R %s >>" % (value, key)
    if apart:
        objects[note] += b" /Parent %d 0 R %s >>" % (field, widget_key)
        objects[field] = b"<< /Kids [ %d 0 R %s ]" % (note, more_kids) + own
    else:
        objects[note] += own
    return _fill(add_objects(report, objects | (also or {})), name)


def _fill(data: bytes, name: str) -> bytes:
    start = data.rindex(_HOLE)
    end = start + len(_HOLE)
    numbers = b"[ 0 %d %d %d ]" % (start, end, len(data) - end)
    data = data.replace(_RANGE, numbers.ljust(len(_RANGE)))
    secret = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder(subject, subject, secret.public_key(), 7)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2040, 1, 1, tzinfo=UTC))
        .sign(secret, SHA256())
    )
    cms = (
        PKCS7SignatureBuilder(data[:start] + data[end:])
        .add_signer(certificate, secret, SHA256())
        .sign(Encoding.DER, [PKCS7Options.DetachedSignature, PKCS7Options.Binary])
    )
    signature = cms.hex().encode()
    return data[: start + 1] + signature + data[start + 1 + len(signature) :]


def signing_day(data: bytes) -> str:
    """Return the day (ISO 8601) that the last signature of a file says in its signed attributes."""
    hole = re.findall(rb"/Contents <([0-9A-Fa-f]{%d})>" % (2 * _ROOM), data)[-1]
    [time] = re.findall(_SIGNING_TIME, bytes.fromhex(hole.decode()))
    return datetime.strptime(time.decode(), "%y%m%d").date().isoformat()
