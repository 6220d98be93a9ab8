"""Builders and checks about proof cases that several tests share."""

from __future__ import annotations

CASES = [("XSH", "ar", "government"), ("XNY", "zh", "public")]
