"""What a photograph tells of its place and device is taken out; the picture stays."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from assessor.assessment.photos import bare
from tests.assessment.laptops import laptop, small_form


def photo(kind: str, *, told: bool = True, turned: int = 1) -> bytes:
    """A picture that tells where it was taken, by which device, for whom."""
    picture = Image.effect_noise((64, 48), 60).convert("RGB")
    exif = Image.Exif()
    more = {}
    if turned != 1:
        exif[0x0112] = turned
    if told:
        exif[0x010F], exif[0x0110] = "Maker Inc", "Phone 12"
        exif.get_ifd(0x8825).update({1: "N", 2: (12.0, 34.0, 56.0), 3: "E", 4: (1.0, 2.0, 3.0)})
        if kind == "PNG":
            chunks = PngImagePlugin.PngInfo()
            chunks.add_text("Author", "Elena Example")
            more["pnginfo"] = chunks
        else:
            more["comment"] = b"Elena Example"
            more["xmp"] = b"<x:xmpmeta>Elena Example</x:xmpmeta>"
    out = BytesIO()
    picture.save(out, kind, exif=exif, **more)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("turned", [1, 6])
def test_place_device_and_names_go_and_the_picture_stays(kind, turned):
    content = photo(kind, turned=turned)
    clean = bare(content)
    for word in (b"Maker", b"Phone", b"Elena", b"xmpmeta"):
        assert word in content or word == b"xmpmeta"
        assert word not in clean
    with Image.open(BytesIO(content)) as was, Image.open(BytesIO(clean)) as now:
        assert now.size == was.size
        assert now.getexif().get_ifd(0x8825) == {}
        assert now.getexif().get(0x0112, 1) == turned
        pairs = list(zip(was.convert("L").tobytes(), now.convert("L").tobytes(), strict=True))
        apart = sum(abs(one - other) for one, other in pairs) / len(pairs)
        assert apart <= (1 if kind == "JPEG" else 0)  # of 255, in noise, the worst there is
    assert bare(clean) == clean


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF"])
def test_what_tells_nothing_keeps_every_byte(kind):
    content = photo(kind, told=False) if kind != "GIF" else b"GIF89a"
    assert bare(content) == content


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]))
def test_what_is_no_picture_keeps_every_byte(content, head):
    assert bare(head + content) == head + content


def test_a_photograph_beside_an_answer_is_kept_bare_and_says_so(tmp_path):
    with laptop(tmp_path, "Elena").create(small_form(tmp_path)) as mission:
        mission.attach("/data/police/reports", photo("JPEG"), name="door.jpg")
        mission.attach("/data/police/reports", photo("PNG", told=False), name="plain.png")
        door, plain = mission.files()
        assert (door.stripped, plain.stripped) == (True, False)
        assert b"Maker" not in mission.file_bytes(door.id)
