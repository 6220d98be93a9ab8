"""Somebody who gets a file beside an answer looks in it for more than is seen."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from assessor.assessment.entries.evidence import attach_file, file_bytes, files_of
from assessor.assessment.entries.sources import add_source
from assessor.assessment.photos.photo_metadata import strip_and_check
from assessor.assessment.report.report_export import export_report
from assessor.assessment.report.report_projection import projection_of
from assessor.parcel.pdf.pdf_text import pdf_texts
from tests.support.assessment.laptops import laptop, small_form
from tests.support.assessment.photos import animation, photo

SECRET = b"2026-03-09T14:05:07 Elena"


def jpeg(**more: object) -> bytes:
    out = BytesIO()
    Image.effect_noise((64, 48), 60).convert("RGB").save(out, "JPEG", **more)
    return out.getvalue()


def png() -> bytes:
    return photo("PNG", told=False)


def with_segment(marker: int, body: bytes, *, picture: bytes = b"") -> bytes:
    """Return a JPEG with one more segment after its first."""
    picture = picture or jpeg()
    at = 4 + int.from_bytes(picture[4:6], "big")
    segment = bytes([0xFF, marker]) + struct.pack(">H", 2 + len(body)) + body
    return picture[:at] + segment + picture[at:]


def with_thumbnail() -> bytes:
    picture = jpeg()
    thumbnail = SECRET.ljust(27)
    body = picture[6:18] + b"\3\3" + thumbnail
    return picture[:2] + b"\xff\xe0" + struct.pack(">H", 2 + len(body)) + body + picture[20:]


def with_chunk(name: bytes, body: bytes) -> bytes:
    """Return a PNG with one more chunk after its header."""
    picture = png()
    chunk = struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    return picture[:33] + chunk + picture[33:]


def with_gif_extension(head: bytes) -> bytes:
    picture = animation(comment=b"")
    at = 13 + (3 << (picture[10] & 7) + 1)
    return picture[:at] + head + bytes([len(SECRET)]) + SECRET + b"\0" + picture[at:]


PLANTED: dict[str, Callable[[], bytes]] = {
    "a comment in a GIF": lambda: animation(comment=SECRET),
    "XMP in a GIF": lambda: with_gif_extension(b"\x21\xff\x0bXMP DataXMP"),
    "a text in a GIF": lambda: with_gif_extension(b"\x21\x01\x0c" + bytes(12)),
    "what follows the end of a GIF": lambda: animation(comment=b"") + SECRET,
    "a loop of a GIF that is too long": lambda: with_gif_extension(b"\x21\xff\x0bNETSCAPE2.0"),
    "a comment in a JPEG": lambda: with_segment(0xFE, SECRET),
    "XMP in a JPEG": lambda: with_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET),
    "extended XMP": lambda: with_segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + SECRET),
    "IPTC in a JPEG": lambda: with_segment(0xED, b"Photoshop 3.0\0" + SECRET),
    "a maker's segment": lambda: with_segment(0xEA, b"Maker\0" + SECRET),
    "an older kind of data": lambda: with_segment(0xE2, b"FPXR\0" + SECRET) + SECRET,
    "the thumbnail of a JPEG": with_thumbnail,
    "a film behind a JPEG": lambda: jpeg(progressive=True) + b"\0\0\0\x14ftypmp42" + SECRET,
    "the time in a PNG": lambda: with_chunk(b"tIME", b"\x07\xea\3\x09\x0e\5\7"),
    "a text in a PNG": lambda: with_chunk(b"zTXt", b"date\0\0" + zlib.compress(SECRET)),
    "a private chunk of a PNG": lambda: with_chunk(b"prVt", SECRET),
    "what follows the end of a PNG": lambda: png() + SECRET,
}


@pytest.mark.parametrize("place", PLANTED)
def test_a_picture_tells_who_made_it_and_when(place):
    """A time and a name stand where no viewer shows them."""
    content = PLANTED[place]()
    clean, may_tell = strip_and_check(content)
    assert not may_tell and len(clean) < len(content)
    assert SECRET not in clean and b"tIME" not in clean and b"zTXt" not in clean
    with Image.open(BytesIO(content)) as was, Image.open(BytesIO(clean)) as now:
        assert getattr(now, "n_frames", 1) == getattr(was, "n_frames", 1)
        assert now.convert("RGB").tobytes() == was.convert("RGB").tobytes()
        assert now.info.get("loop") == was.info.get("loop")
    assert strip_and_check(clean) == (clean, False)


@pytest.mark.parametrize("head", [b"GIF89a", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"])
def test_a_picture_that_cannot_be_read_is_said_to_tell(tmp_path, head):
    """A picture is damaged so that its comment is not found."""
    with laptop(tmp_path, "Elena").create(small_form(tmp_path)) as mission:
        attach_file(mission, "/data/police/reports", head + SECRET * 9, name="door.gif")
        [door] = files_of(mission)
        assert door.may_tell and not door.stripped
        assert SECRET in file_bytes(mission, door.id)


FORM = """
| survey |         |         |         |                        |
|        | type    | name    | label   | bind::asr:sensitivity  |
|        | integer | backlog | Backlog | gov                    |
| settings |                                |
|          | namespaces                     |
|          | asr="urn:assessor:bind:1"      |
"""


def test_a_government_reads_a_source_in_the_name_of_a_document(tmp_path):
    """The list of documents has their titles; a file is called after the person who gave it."""
    with laptop(tmp_path, "Elena").create(small_form(tmp_path, FORM)) as mission:
        mission.answer("/data/backlog", "640")
        add_source(mission, cluster="pol", name="Ana Robles")
        attach_file(mission, "/data/backlog", b"%PDF-1.7 " + SECRET, name="from-robles.pdf")
        attach_file(mission, "/data/backlog", b"%PDF-1.7", name="register.pdf")
        titles = [file.title for file in projection_of(mission, "government", None).files]
        assert titles == ["Untitled document", "register.pdf"]
        path = export_report(mission, tmp_path / "government.pdf", profile="government").path
    content = path.read_bytes()
    assert SECRET not in content and "robles" not in "".join(pdf_texts(content)).lower()
