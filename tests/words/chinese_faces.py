"""Subset the Chinese fonts: `python -m tests.words.chinese_faces FOLDER`.

FOLDER holds NotoSansSC-Regular.ttf and NotoSansSC-Bold.ttf with TrueType outlines (Google Fonts;
SIL Open Font License). The subset has the characters of GB 2312, the frequent ones of Big5 (level
1) and full-width punctuation; the Latin fonts cover the rest. A report embeds only the glyphs it
uses.
"""

from __future__ import annotations

import sys
from pathlib import Path

import uharfbuzz as hb

from assessor.shipped import RESOURCES_FOLDER

_FONTS = RESOURCES_FOLDER / "fonts"
_MARKS = (range(0x2460, 0x2474), range(0x3000, 0x3020), range(0xFF01, 0xFF5F))
_DROPPED = (b"GSUB", b"GPOS", b"GDEF", b"BASE", b"VORG", b"vhea", b"vmtx")


def _coded(codec: str, leads: range) -> set[int]:
    """Return the characters of a two-byte codec under these lead bytes."""
    found: set[int] = set()
    for lead in leads:
        for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF)):
            text = bytes((lead, trail)).decode(codec, "ignore")
            if len(text) == 1:
                found.add(ord(text))
    return found


def wanted() -> set[int]:
    """Return the code points that a Chinese font must cover."""
    found = _coded("gb2312", range(0xA1, 0xF8)) | _coded("big5", range(0xA4, 0xC6))
    for marks in _MARKS:
        found.update(marks)
    return found


def cut(source: Path, target: Path) -> int:
    """Write the subset of `source` to `target`; return its size in bytes."""
    face = hb.Face(hb.Blob.from_file_path(str(source)))
    latin = hb.Face(hb.Blob.from_file_path(str(_FONTS / "NotoSans-Regular.ttf")))
    plan = hb.SubsetInput()
    plan.unicode_set.update((wanted() & set(face.unicodes)) - set(latin.unicodes) | {0x20})
    plan.flags = hb.SubsetFlags.NO_HINTING
    plan.drop_table_tag_set.update(int.from_bytes(tag, "big") for tag in _DROPPED)
    made = hb.subset(face, plan).blob.data
    target.write_bytes(made)
    return len(made)


if __name__ == "__main__":
    for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"):
        print(name, cut(Path(sys.argv[1]) / name, _FONTS / name))
