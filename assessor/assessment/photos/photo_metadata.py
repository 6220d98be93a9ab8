"""Removal of metadata from photographs: place, time, maker, owner."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image

from assessor.assessment.photos import (
    photo_gif,
    photo_heif,
    photo_jpeg,
    photo_png,
    photo_tiff,
    photo_webp,
)

_ORIENTATION = 0x0112

Cleaning = Callable[[bytes], bytes]
_BY_HEAD: dict[tuple[bytes, ...], Cleaning] = {
    (photo_jpeg.HEAD,): photo_jpeg.strip_jpeg,
    (photo_png.HEAD,): photo_png.strip_png,
    photo_gif.HEADS: photo_gif.strip_gif,
    photo_tiff.HEADS: photo_tiff.strip_tiff,
}


def strip_and_check(content: bytes) -> tuple[bytes, bool]:
    """Return the picture without metadata, and whether it may still contain place and device.

    Pixels, colour profile and orientation stay, each byte of them. A file without metadata, and one
    that is no readable picture come back unchanged.
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
    if photo_webp.is_webp(content):
        return photo_webp.strip_webp
    if photo_heif.is_heif(content):
        return photo_heif.strip_heif
    return next((clean for heads, clean in _BY_HEAD.items() if content.startswith(heads)), None)


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
