"""The text of our own PDFs is read back: drawn text in both directions, and other strings."""

from __future__ import annotations

from io import BytesIO

import pikepdf

from assessor.parcel.pdf.pdf_text import pdf_texts

_MAP = b"2 beginbfchar <0001> <0041> <0002> <05D0> endbfchar"


def test_drawn_text_descriptions_and_metadata_are_found():
    out = BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0)
        font.ToUnicode = pdf.make_stream(_MAP)
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.obj.Contents = pikepdf.Array(
            [
                pdf.make_stream(b"BT /F1 12 Tf <0001> Tj <0002> Tj ET"),
                pdf.make_stream(b"BT <0002> Tj ET"),
            ]
        )
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = "San Verano"
        pdf.Root.Note = pikepdf.Dictionary(Alt=pikepdf.String("A figure"))
        pdf.attachments["x"] = pikepdf.AttachedFileSpec(pdf, b"attached words", filename="x.txt")
        pdf.save(out)
    forward, backward = pdf_texts(out.getvalue())
    assert forward.startswith("A\u05d0\u05d0") and backward.startswith("\u05d0A\u05d0")
    assert "San Verano" in forward and "A figure" in forward
