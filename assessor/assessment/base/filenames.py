"""Safe and free names of files, and the types of evidence by its first bytes."""

from __future__ import annotations

import re
import unicodedata
from codecs import getincrementaldecoder
from collections.abc import Collection
from itertools import chain, count
from pathlib import Path, PurePosixPath

UNNAMED = "file"
UNKNOWN = "application/octet-stream"
LONGEST_NAME = 120
"""Bytes of UTF-8: every file system takes as many, with room for a suffix."""

_HEAD = 4096
_NOT_IN_NAMES = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)

_SIGNATURES = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"BM", "image/bmp"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (8, b"AVI ", "video/x-msvideo"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf1", "audio/aac"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"#!AMR", "audio/amr"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyphei", "image/heic"),
    (4, b"ftyphev", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftypmsf1", "image/heic"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypavis", "image/avif"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp3g", "video/3gpp"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"PK\x03\x04", "application/zip"),
)
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
_IN_ZIP = {
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
    ".odt": f"{_OPEN}.text",
    ".ods": f"{_OPEN}.spreadsheet",
    ".odp": f"{_OPEN}.presentation",
}
_IN_OLE = {
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".msg": "application/vnd.ms-outlook",
}


def clean_name(raw: str) -> str:
    """Return a safe name without a path, of at most LONGEST_NAME bytes; its suffix is kept."""
    last = unicodedata.normalize("NFC", raw).replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    name = " ".join(_NOT_IN_NAMES.sub("_", printable).split()).strip(". ")
    if _RESERVED.match(name):
        name = f"_{name}"
    suffix = PurePosixPath(name).suffix[:20]
    stem = name.removesuffix(suffix) if name.endswith(suffix) else name
    room = LONGEST_NAME - len(suffix.encode())
    stem = stem.encode()[:room].decode("utf-8", "ignore").rstrip(". ")
    return f"{stem}{suffix}" if stem else UNNAMED


def title_stem(title: str) -> str:
    """Return the beginning of a file's name that tells a mission, and no person."""
    return clean_name(f"{title.replace('/', '-')}.file").removesuffix(".file")


def free_path(
    folder: Path, stem: str, suffix: str, *, replaceable: Collection[Path] = frozenset()
) -> Path:
    """Return a path in a folder where no file is yet, but for those that may be replaced; the
    second of a name has a number."""
    numbered = (f"{stem} ({number})" for number in count(2))
    paths = (folder / f"{each}{suffix}" for each in chain([stem], numbered))
    return next(path for path in paths if path in replaceable or not path.exists())


def unique_name(name: str, sha256: str) -> str:
    """Return a name with eight digits of the content's hash, so that two files fit a folder."""
    suffix = PurePosixPath(name).suffix
    room = LONGEST_NAME - len(suffix.encode()) - 9
    stem = name.removesuffix(suffix).encode()[:room].decode("utf-8", "ignore")
    return f"{stem}-{sha256[:8]}{suffix}"


def media_type(content: bytes, name: str) -> str:
    """Return the type of a file by its first bytes, and for containers by its name."""
    suffix = PurePosixPath(name).suffix.lower()
    for at, sign, found in _SIGNATURES:
        if content.startswith(sign, at):
            if found == "application/zip":
                return _IN_ZIP.get(suffix, found)
            return _IN_OLE.get(suffix, found) if found.endswith("ole-storage") else found
    return _text(content[:_HEAD], suffix)


def _text(head: bytes, suffix: str) -> str:
    decoder = getincrementaldecoder("utf-8-sig")()
    try:
        text = decoder.decode(head, final=len(head) < _HEAD)  # a character may be cut off
    except UnicodeDecodeError:
        return UNKNOWN
    if any(unicodedata.category(sign) == "Cc" and sign not in "\t\n\r\f" for sign in text):
        return UNKNOWN
    return "text/csv" if suffix == ".csv" else "text/plain"
