"""The samples that the proofs use."""

from __future__ import annotations

CASES = [("XSH", "ar", "government"), ("XNY", "zh", "public")]
