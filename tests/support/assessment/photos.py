"""Builders of pictures with metadata."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, PngImagePlugin


def photo(kind: str, *, told: bool = True, turned: int = 1) -> bytes:
    """Return a picture with metadata of place, device and owner."""
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


def container(kind: str, *, told: bool = True, turned: int = 6, **more: object) -> bytes:
    """Return a picture in another format, made by the libraries of phones and scanners."""
    picture = Image.effect_noise((64, 48), 60).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = turned
    if told:
        exif[0x010F], exif[0x0110] = "Maker Inc", "Phone 12"
        exif.get_ifd(0x8825).update({1: "N", 2: (12.0, 34.0, 56.0), 3: "E", 4: (1.0, 2.0, 3.0)})
        if kind != "TIFF":
            more["xmp"] = b"<x:xmpmeta>Elena Example</x:xmpmeta>"
    out = BytesIO()
    picture.save(out, kind, exif=exif, **more)
    return out.getvalue()


def animation(comment: bytes = b"Elena Example") -> bytes:
    """Return an animated GIF with a comment."""
    frames = [Image.effect_noise((16, 12), each).convert("P") for each in (20, 60)]
    out = BytesIO()
    frames[0].save(
        out, "GIF", save_all=True, append_images=frames[1:], loop=0, duration=80, comment=comment
    )
    return out.getvalue()
