"""Extract the text of Word files."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile


def texts(data: bytes) -> str:
    """Every word of every part, as somebody who unpacks the file would find it."""
    with ZipFile(BytesIO(data)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.endswith(".xml")]
    return re.sub("[\u2066-\u2069]", "", "\n".join(
        re.sub("<[^>]+>", "", part.decode().replace("</w:p>", "\n")) for part in parts
    ))  # fmt: skip
