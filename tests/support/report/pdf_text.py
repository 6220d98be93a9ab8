"""Extract text from PDFs with poppler."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata

import pytest


def read(pdf: bytes) -> str:
    """What poppler's pdftotext reads, without its marks of direction."""
    tool = shutil.which("pdftotext")
    if not tool:
        pytest.skip("poppler's pdftotext is not here")
    done = subprocess.run([tool, "-", "-"], input=pdf, capture_output=True, check=True)
    text = done.stdout.decode()
    return "".join(char for char in text if unicodedata.category(char) != "Cf")
