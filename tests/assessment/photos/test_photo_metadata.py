"""Metadata on place and device is removed from photographs; the picture stays."""

from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from assessor.assessment.entries.evidence import answer_with_file, attach_file, file_bytes, files_of
from assessor.assessment.photos import photo_tiff
from assessor.assessment.photos.photo_metadata import shrink_photo, strip_and_check
from tests.support.assessment.laptops import laptop, small_form
from tests.support.assessment.photos import animation, container, photo


def strip_photo(content):
    return strip_and_check(content)[0]


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("turned", [1, 6])
def test_place_device_and_names_go_and_the_picture_stays(kind, turned):
    content = photo(kind, turned=turned)
    clean = strip_photo(content)
    for word in (b"Maker", b"Phone", b"Elena", b"xmpmeta"):
        assert word in content or word == b"xmpmeta"
        assert word not in clean
    with Image.open(BytesIO(content)) as was, Image.open(BytesIO(clean)) as now:
        assert now.size == was.size
        assert now.getexif().get_ifd(0x8825) == {}
        assert now.getexif().get(0x0112, 1) == turned
        assert was.tobytes() == now.tobytes()
    assert strip_photo(clean) == clean


CONTAINERS = [
    ("WEBP", {}),
    ("WEBP", {"lossless": True}),
    ("TIFF", {}),
    ("TIFF", {"compression": "tiff_lzw"}),
    ("TIFF", {"compression": "jpeg"}),
    ("AVIF", {}),
]
"""AVIF has the same boxes as HEIC; see also data/photo.heic."""


@pytest.mark.parametrize(("kind", "more"), CONTAINERS)
def test_other_containers_tell_no_more_and_keep_every_pixel(kind, more):
    content = container(kind, **more)
    clean, may_tell = strip_and_check(content)
    assert b"Maker" in content
    assert not may_tell
    for word in (b"Maker", b"Phone", b"Elena", b"xmpmeta"):
        assert word not in clean
    with Image.open(BytesIO(content)) as was, Image.open(BytesIO(clean)) as now:
        assert now.convert("RGB").tobytes() == was.convert("RGB").tobytes()
        assert now.getexif().get_ifd(0x8825) == {}
        if kind == "WEBP":
            assert (
                now.getexif().get(0x0112) == 6
            )  # AVIF and HEIC have the orientation as a property
    assert strip_photo(clean) == clean


def test_directories_of_place_and_exposure_go_with_all_they_hold():
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 8, "The minister's door"
    exif.get_ifd(0x8825).update({1: "N", 2: (12.0, 34.0, 56.0), 29: "2026:03:09"})
    exif.get_ifd(0x8769).update({0x9003: "2026:03:09 14:05:00", 0xA431: "SERIAL-0042"})
    block = exif.tobytes().removeprefix(b"Exif\0\0")
    assert b"SERIAL-0042" in block and b"2026:03:09" in block
    clean = strip_photo(block)
    assert photo_tiff.orientation(clean) == 8
    assert len(clean) == len(block)
    assert set(clean) - set(b"II*MM\x08\0\x01\x12\x03\x06") == set()  # one tag, and zeros


def test_a_scan_of_several_pages_keeps_them(tmp_path):
    pages = [Image.effect_noise((32, 32), each).convert("L") for each in (10, 60, 90)]
    out = BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], software="Scanner 9000")
    clean = strip_photo(out.getvalue())
    assert b"Scanner" not in clean
    with Image.open(BytesIO(clean)) as scan:
        assert scan.n_frames == 3
        for at, page in enumerate(pages):
            scan.seek(at)
            assert scan.tobytes() == page.tobytes()


def test_a_real_heic_tells_no_more():
    """A file written by libheif. Its pixels were compared once, with libheif."""
    content = (Path(__file__).parents[2] / "data" / "photo.heic").read_bytes()
    clean, may_tell = strip_and_check(content)
    assert (len(clean), may_tell) == (len(content), False)
    for word in (b"Maker", b"Phone", b"Elena"):
        assert word in content
        assert word not in clean
    assert strip_photo(clean) == clean


def test_what_is_apart_from_the_picture_in_a_heic_is_overwritten():
    """HEIF boxes made by hand: items in idat, and private data."""

    def box(kind, body):
        return struct.pack(">I", 8 + len(body)) + kind + body

    exif = bytes(4) + b"MM\0*" + b"Maker Inc, 12 N 34 E" * 2
    xmp, picture = b"<xmpmeta>Elena</xmpmeta>", b"PICTUREPICTURE"
    infe = [
        box(b"infe", bytes([2, 0, 0, 0]) + struct.pack(">HH", number, 0) + kind + b"\0")
        for number, kind in ((1, b"hvc1"), (2, b"Exif"), (3, b"mime"))
    ]
    parts = [picture, exif, xmp]
    places = struct.pack(">BBBBHH", 1, 0, 0, 0, 0x4400, 3)
    at = 0
    for number, part in enumerate(parts, 1):
        places += struct.pack(">HHHHII", number, 1, 0, 1, at, len(part))
        at += len(part)
    meta = bytes(4) + box(b"iinf", bytes(4) + struct.pack(">H", 3) + b"".join(infe))
    meta += box(b"iloc", places) + box(b"idat", b"".join(parts))
    content = box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"meta", meta)
    content += box(b"uuid", b"0123456789abcdef" + b"Elena's phone")
    clean, may_tell = strip_and_check(content)
    assert not may_tell and len(clean) == len(content)
    assert picture in clean
    for word in (b"Maker", b"Elena", b"phone"):
        assert word in content
        assert word not in clean
    assert strip_photo(clean) == clean


@pytest.mark.parametrize(("kind", "more"), CONTAINERS)
def test_what_breaks_off_is_kept_and_may_tell(kind, more):
    content = container(kind, **more)
    content = content[: content.index(b"Maker") if kind == "TIFF" else -20]
    assert strip_and_check(content) == (content, True)


@given(st.data(), st.sampled_from(["WEBP", "TIFF", "AVIF", "JPEG", "PNG", "GIF"]))
@settings(max_examples=120, deadline=None)
def test_no_damage_ends_in_anything_but_a_picture_or_the_very_bytes(data, kind):
    """With any change or cut, stripping ends, and a second time changes nothing."""
    content = bytearray(_SAMPLES[kind])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    content = bytes(content[: data.draw(st.integers(8, len(content)))])
    clean, may_tell = strip_and_check(content)
    assert clean == content if may_tell else strip_photo(clean) == clean


_SAMPLES = {
    **{kind: container(kind) for kind in ("WEBP", "TIFF", "AVIF")},
    **{kind: photo(kind, turned=6) for kind in ("JPEG", "PNG")},
    "GIF": animation(),
}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_made_as_small_as_the_form_asks(kind):
    large = container(kind, told=False) if kind == "WEBP" else photo(kind, told=False, turned=6)
    small = shrink_photo(large, 32)
    with Image.open(BytesIO(small)) as now:
        assert (now.format, now.size, now.getexif().get(0x0112)) == (kind, (32, 24), 6)
    assert shrink_photo(small, 32) == small
    assert shrink_photo(large, 64) == large
    assert shrink_photo(b"no picture", 1) == b"no picture"


def test_the_form_says_how_large_a_picture_may_be(tmp_path):
    form = "| survey | | | | |\n| | type | name | label | parameters |\n"
    form += "| | image | door | Door | max-pixels=40 |\n| | image | whole | Whole | |\n"
    with laptop(tmp_path, "Elena").create(small_form(tmp_path, form)) as mission:
        answer_with_file(mission, "/data/door", photo("JPEG"), name="door.jpg")
        answer_with_file(mission, "/data/whole", photo("JPEG"), name="whole.jpg")
        door, whole = files_of(mission)
        sizes = []
        for one in (door, whole):
            with Image.open(BytesIO(file_bytes(mission, one.id))) as picture:
                sizes.append(picture.size)
        assert sizes == [(40, 30), (64, 48)]
        assert door.stripped and not door.may_tell


@pytest.mark.parametrize("kind", ["WEBP", "TIFF", "AVIF"])
def test_a_picture_in_another_container_is_a_picture_beside_an_answer(tmp_path, kind):
    with laptop(tmp_path, "Elena").create(small_form(tmp_path)) as mission:
        attach_file(mission, "/data/police/reports", container(kind), name=f"door.{kind.lower()}")
        [door] = files_of(mission)
        assert (door.media_type, door.stripped) == (f"image/{kind.lower()}", True)
        assert not door.may_tell


def test_a_film_beside_an_answer_says_that_it_may_tell(tmp_path):
    with laptop(tmp_path, "Elena").create(small_form(tmp_path)) as mission:
        attach_file(mission, "/data/police/reports", b"\0\0\0\x14ftypqt  moov" * 9, name="door.mov")
        attach_file(mission, "/data/police/reports", b"%PDF-1.7", name="letter.pdf")
        assert [one.may_tell for one in files_of(mission)] == [True, False]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF"])
def test_what_tells_nothing_keeps_every_byte(kind):
    out = BytesIO()
    Image.effect_noise((64, 48), 60).save(out, kind)
    assert strip_and_check(out.getvalue()) == (out.getvalue(), False)


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]))
def test_what_is_no_picture_keeps_every_byte(content, head):
    assert strip_photo(head + content) == head + content


def test_a_photograph_beside_an_answer_is_kept_bare_and_says_so(tmp_path):
    with laptop(tmp_path, "Elena").create(small_form(tmp_path)) as mission:
        attach_file(mission, "/data/police/reports", photo("JPEG"), name="door.jpg")
        attach_file(mission, "/data/police/reports", photo("PNG", told=False), name="plain.png")
        door, plain = files_of(mission)
        assert (door.stripped, plain.stripped) == (True, False)
        assert b"Maker" not in file_bytes(mission, door.id)


def test_a_tiff_whose_smaller_pictures_share_theirs_is_gone_through_once():
    """Eight layers of 64 pointers each: 64 to the eighth paths lead to the last one."""
    head, wide = b"II*\0" + struct.pack("<I", 8), 64
    size = 2 + 12 + 4 + 4 * wide
    data = bytearray(head)
    for layer in range(8):
        at, after = 8 + layer * size, 8 + (layer + 1) * size
        data += (
            struct.pack("<HHHIII", 1, 330, 4, wide, at + 18, 0) + struct.pack("<I", after) * wide
        )
    data += struct.pack("<HHHII", 1, 271, 2, 4, 0x61626364) + bytes(4)
    assert photo_tiff.strip_tiff(bytes(data)).count(b"dcba") == 0


def test_a_tiff_whose_tags_all_tell_the_whole_file_is_left_as_it_is():
    """Overwriting it again and again would take hours; tags of a valid file do not overlap."""
    count, room = 20_000, 100_000
    entry = struct.pack("<HHII", 271, 2, room, 8 + 2 + 12 * count + 4)
    data = b"II*\0" + struct.pack("<IH", 8, count) + entry * count + bytes(4 + room)
    with pytest.raises(photo_tiff.Unreadable):
        photo_tiff.strip_tiff(data)
