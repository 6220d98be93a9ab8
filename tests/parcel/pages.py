"""A short PDF with every font embedded, as the report room will make them."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from assessor.shipped import RESOURCES


@lru_cache(maxsize=4)
def pages(count: int = 1) -> bytes:
    pdfmetrics.registerFont(TTFont("Sans", str(RESOURCES / "fonts" / "NotoSans-Regular.ttf")))
    rl_config.canvas_basefontname = "Sans"
    out = BytesIO()
    canvas = Canvas(out, initialFontName="Sans")
    for number in range(count):
        canvas.setFont("Sans", 12)
        canvas.drawString(72, 720, f"Page {number + 1} of San Verano")
        canvas.showPage()
    canvas.save()
    return out.getvalue()
