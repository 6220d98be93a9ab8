"""Removal of metadata from photographs: place, time, maker, owner."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image, JpegImagePlugin

from assessor.assessment.photos import photo_heif, photo_tiff, photo_webp

_ORIENTATION = 0x0112
_TOLD = frozenset({"xmp", "comment", "photoshop", "mp", "XML:com.adobe.xmp"})


Cleaning = Callable[[bytes], bytes]


def strip_and_check(content: bytes) -> tuple[bytes, bool]:
    """Return the picture without metadata, and whether it may still contain place and device.

    Pixels, colour profile and orientation stay. A file without metadata, an animation, and one that
    is no readable picture come back unchanged. A JPEG is encoded again with its own tables, without
    visible difference; TIFF, WebP, HEIC and AVIF keep every byte of the pixels.
    """
    clean = _stripper(content)
    if clean is None:
        return content, False
    cleaned = _changed(clean, content)
    return (content, True) if cleaned is None else (cleaned, False)


def _changed(change: Cleaning, content: bytes) -> bytes | None:
    """Return the changed picture; None if it cannot be read or is too large."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return change(content)
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError):
        return None


def _stripper(content: bytes) -> Cleaning | None:
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return _encoded
    if content.startswith(photo_tiff.HEADS):
        return photo_tiff.strip_tiff
    if photo_webp.is_webp(content):
        return photo_webp.strip_webp
    return photo_heif.strip_heif if photo_heif.is_heif(content) else None


def _encoded(content: bytes) -> bytes:
    with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
        picture.load()
        tags = picture.getexif()
        turned = int(tags.get(_ORIENTATION, 1))
        metadata = _TOLD & set(picture.info) or getattr(picture, "text", None)
        if not (metadata or set(tags) - {_ORIENTATION}):
            return content
        if picture.format == "PNG" and getattr(picture, "n_frames", 1) > 1:
            raise ValueError("written again, it would no longer move")
        clean = picture.copy()
        keys = ("icc_profile", "transparency", "gamma")
        clean.info = {name: picture.info[name] for name in keys if name in picture.info}
        more = _kept_exif(picture, turned)
        out = BytesIO()
        if picture.format == "PNG":
            clean.save(out, "PNG", optimize=True, **more)
        else:
            assert isinstance(picture, JpegImagePlugin.JpegImageFile)
            sampling = JpegImagePlugin.get_sampling(picture)
            clean.save(
                out, "JPEG", qtables=picture.quantization,
                subsampling=sampling if sampling >= 0 else 0, **more,
            )  # fmt: skip
        return out.getvalue()


def shrink_photo(content: bytes, pixels: int) -> bytes:
    """Return the picture with no side longer than `pixels`, as ODK's max-pixels asks.

    JPEG, PNG and WebP are reduced; a file that fits, an animation, another kind or an unreadable
    file comes back unchanged.
    """

    def smaller(data: bytes) -> bytes:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as picture:
            if max(picture.size) <= pixels or getattr(picture, "n_frames", 1) > 1:
                return data
            return _smaller(picture, pixels)

    shrunk = _changed(smaller, content)
    return content if shrunk is None else shrunk


def _smaller(picture: Image.Image, pixels: int) -> bytes:
    kind = picture.format
    more = _kept_exif(picture, int(picture.getexif().get(_ORIENTATION, 1)))
    if picture.mode not in ("L", "LA", "RGB", "RGBA", "CMYK", "I;16"):
        small = picture.convert("RGBA")  # palette colours cannot be interpolated
    else:
        small = picture
    small.thumbnail((pixels, pixels), Image.Resampling.LANCZOS)
    small.info = {}
    out = BytesIO()
    small.save(out, kind, **(more if kind == "PNG" else {**more, "quality": 90}))
    return out.getvalue()


def _kept_exif(picture: Image.Image, turned: int) -> dict[str, Any]:
    exif = Image.Exif()
    exif[_ORIENTATION] = turned
    more: dict[str, Any] = {"exif": exif} if turned != 1 else {}
    if "icc_profile" in picture.info:
        more["icc_profile"] = picture.info["icc_profile"]
    return more
