"""Builders for uploads."""

from __future__ import annotations

PHOTOS = """
| survey |       |      |       |
|        | type  | name | label |
|        | text  | note | Note  |
|        | image | a    | A     |
|        | image | b    | B     |
|        | file  | c    | C     |
"""
