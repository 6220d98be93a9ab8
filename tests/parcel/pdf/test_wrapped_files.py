"""Archives and base64: unwrapped within limits, or refused with one sentence."""

from __future__ import annotations

import base64
import zipfile
from io import BytesIO

import pytest

from assessor.errors import ParcelError
from assessor.parcel.pdf import wrapped_files
from assessor.parcel.pdf.wrapped_files import (
    ENCODED,
    FOREIGN,
    MAILED,
    ZIP,
    base_name,
    decode_base64,
    open_wrapped,
    unzip,
    wrapping_kind,
)


def archive(**files: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.mkdir("folder")
        for name, content in files.items():
            made.writestr(f"folder/{name}", content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (b"PK\x03\x04", "a.bin", ZIP), (b"From ", "a.mbox", FOREIGN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.msg", FOREIGN), (b" JVBERi0xLjc", "a", ENCODED),
        (b"Received:", "a.EML", MAILED), (b"%PDF-1.7", "a.pdf", ""),
    ],
)  # fmt: skip
def test_a_wrapping_is_known_by_its_first_bytes(head, name, kind):
    assert wrapping_kind(head, name) == kind


def test_the_files_of_an_archive_come_with_their_last_names():
    assert list(open_wrapped(archive(a=b"1", b=b"2"), "x.zip", ZIP)) == [("a", b"1"), ("b", b"2")]


def test_a_file_that_was_made_to_fill_memory_is_refused_alone():
    bomb, small = list(unzip(BytesIO(archive(bomb=bytes(2**21), small=b"1")), "x.zip"))
    assert isinstance(bomb[1], ParcelError) and small == ("small", b"1")


@pytest.mark.parametrize(
    ("limit", "value", "word"), [("MAX_FILES", 1, "more than 1 files"), ("MAX_BYTES", 1, "memory")]
)
def test_an_archive_has_limits(monkeypatch, limit, value, word):
    monkeypatch.setattr(wrapped_files, limit, value)
    with pytest.raises(ParcelError, match=word):
        list(unzip(BytesIO(archive(a=b"1", b=b"2")), "x.zip"))


def test_what_is_damaged_or_foreign_is_refused():
    with pytest.raises(ParcelError, match="damaged"):
        list(unzip(BytesIO(b"PK\x03\x04 no archive"), "x.zip"))
    with pytest.raises(ParcelError, match="damaged"):
        decode_base64(b"!", "x")
    with pytest.raises(ParcelError, match="mailbox"):
        list(open_wrapped(b"", "x.mbox", FOREIGN))
    data = bytearray(archive(a=b"1" * 100))
    data[data.index(b"folder/a") + 8 + 2] ^= 0xFF
    [(name, error)] = unzip(BytesIO(bytes(data)), "x.zip")
    assert name == "a" and isinstance(error, ParcelError)


def test_base64_and_names():
    assert decode_base64(base64.encodebytes(b"%PDF-1.7"), "x") == b"%PDF-1.7"
    assert base_name("..\\a/\u202eb\x00.pdf ") == "b.pdf" and base_name("/") == "?"
