"""A short PDF with every font embedded, like a report."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from assessor.shipped import RESOURCES_FOLDER


@lru_cache(maxsize=8)
def pages(count: int = 1, text: str = "", write: str = "plainly") -> bytes:
    """Return pages with a line of `text`, in one of the usual encodings of text."""
    pdfmetrics.registerFont(
        TTFont("Sans", str(RESOURCES_FOLDER / "fonts" / "NotoSans-Regular.ttf"))
    )
    rl_config.canvas_basefontname = "Sans"
    out = BytesIO()
    canvas = Canvas(out, initialFontName="Sans")
    for number in range(count):
        if write == "in a form":
            canvas.beginForm("line")
        canvas.setFont("Sans", 12)
        canvas.drawString(72, 720, f"Page {number + 1} of San Verano")
        for place, part in enumerate(text if write == "letter by letter" else [text]):
            canvas.drawString(72 + 7 * place, 700, part)
        if write == "in a form":
            canvas.endForm()
            canvas.doForm("line")
        canvas.linkURL("https://example.org", (72, 660, 200, 680))
        canvas.showPage()
    canvas.save()
    return out.getvalue()
