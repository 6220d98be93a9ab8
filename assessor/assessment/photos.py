"""Photographs without what their device wrote into them: place, time, maker, owner."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Any

from PIL import Image, JpegImagePlugin

_ORIENTATION = 0x0112
_TOLD = frozenset({"xmp", "comment", "photoshop", "mp", "XML:com.adobe.xmp"})


def bare(content: bytes) -> bytes:
    """The same picture with nothing beside its pixels, its colours and which side is up.

    What has nothing to take out, is neither JPEG nor PNG, moves, or cannot be read comes back as
    it is. A JPEG is written again with its own tables, so that no eye sees a difference.
    """
    if not content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return content
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _written(content)
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError):
        return content


def _written(content: bytes) -> bytes:
    with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
        picture.load()
        tags = picture.getexif()
        turned = int(tags.get(_ORIENTATION, 1))
        told = _TOLD & set(picture.info) or getattr(picture, "text", None)
        animated = picture.format == "PNG" and getattr(picture, "n_frames", 1) > 1
        if animated or not (told or set(tags) - {_ORIENTATION}):
            return content
        clean = picture.copy()
        kept = ("icc_profile", "transparency", "gamma")
        clean.info = {name: picture.info[name] for name in kept if name in picture.info}
        fresh = Image.Exif()
        if turned != 1:
            fresh[_ORIENTATION] = turned
        more: dict[str, Any] = {"exif": fresh} if turned != 1 else {}
        if "icc_profile" in clean.info:
            more["icc_profile"] = clean.info["icc_profile"]
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
