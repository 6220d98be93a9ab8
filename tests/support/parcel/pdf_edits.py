"""Edits of a report by somebody who wants it to say or do something else, each by its name."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

Edit = Callable[[Pdf], None]


def edited(report: bytes, edit: Edit, **how: object) -> bytes:
    """Return the report after an edit, written anew."""
    out = BytesIO()
    with pikepdf.open(BytesIO(report)) as pdf:
        edit(pdf)
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, **how)
    return out.getvalue()


def _script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS='app.alert("Stage 5")')


def _spoken(pdf: Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, Dictionary) and "/S" in item and "/Pg" in item:
            item.ActualText = "Stage 5"


def _spoken_name(pdf: Pdf) -> None:
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(P=Name.Artifact)


def _open_script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = _script()


def _page_action(pdf: Pdf) -> None:
    pdf.pages[2].obj.AA = Dictionary(O=_script())


def _document_action(pdf: Pdf) -> None:
    pdf.Root.AA = Dictionary(WC=_script())


def _title(pdf: Pdf) -> None:
    pdf.trailer.Info.Title = "Stage 5"


def _named_script(pdf: Pdf) -> None:
    pdf.Root.Names.JavaScript = Dictionary(Names=["a", _script()])


def _layers(pdf: Pdf) -> None:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="new"))
    pdf.Root.OCProperties = Dictionary(OCGs=[group], D=Dictionary(OFF=[group]))


def _hidden_layer(pdf: Pdf) -> None:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="new"))
    pdf.Root.OCProperties = Dictionary(OCGs=[group], D=Dictionary(OFF=[group]))
    page = pdf.pages[1]
    page.obj.Resources.Properties = Dictionary(L=group)
    page.contents_add(b"/OC /L BDC", prepend=True)
    page.contents_add(b"EMC")


def _labels(pdf: Pdf) -> None:
    pdf.Root.PageLabels = Dictionary(Nums=[0, Dictionary(S=Name.r)])


def _xfa(pdf: Pdf) -> None:
    pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp/>")


def _needs_appearances(pdf: Pdf) -> None:
    pdf.Root.AcroForm.NeedAppearances = True


def _file(pdf: Pdf) -> None:
    pdf.attachments["annex.docx"] = b"Stage 5"


def _associated_file(pdf: Pdf) -> None:
    spec = pikepdf.AttachedFileSpec(pdf, b"Stage 5", filename="annex.docx")
    pdf.Root.AF.append(pdf.make_indirect(spec.obj))


def _seal_spec(pdf: Pdf) -> None:
    pdf.attachments["pages.assessor"].obj.CI = Dictionary(Note="Stage 5")


def _seal_description(pdf: Pdf) -> None:
    pdf.attachments["pages.assessor"].obj.Desc = "Everything was checked by the ministry."


def _parcel_description(pdf: Pdf) -> None:
    pdf.attachments["answers.assessor"].obj.Desc = "Out of date: see the other file."


def _in_metadata(old: bytes, new: bytes) -> Edit:
    def change(pdf: Pdf) -> None:
        data = pdf.Root.Metadata.read_bytes()
        assert old in data
        pdf.Root.Metadata.write(data.replace(old, new, 1))

    return change


def _second_title(pdf: Pdf) -> None:
    data = pdf.Root.Metadata.read_bytes()
    more = b'<rdf:li xml:lang="fr">Stage 5</rdf:li></rdf:Alt>'
    pdf.Root.Metadata.write(data.replace(b"</rdf:Alt>", more, 1))


def _language(pdf: Pdf) -> None:
    pdf.Root.Lang = "xx"


def _link(pdf: Pdf) -> None:
    link = pdf.pages[1].obj.Annots[0]
    link.Dest[0] = pdf.pages[-1].obj


def _web_link(pdf: Pdf) -> None:
    link = pdf.pages[1].obj.Annots[0]
    del link.Dest
    link.A = Dictionary(S=Name.URI, URI="https://example.org/stage5")


def _link_appearance(pdf: Pdf) -> None:
    box = [0, 0, 100, 100]
    form = pdf.make_stream(b"0 0 99 99 re f", Type=Name.XObject, Subtype=Name.Form, BBox=box)
    pdf.pages[1].obj.Annots[0].AP = Dictionary(N=form)


def _outline(pdf: Pdf) -> None:
    pdf.Root.Outlines.First.Dest[0] = pdf.pages[-1].obj


def _outline_title(pdf: Pdf) -> None:
    pdf.Root.Outlines.First.Title = "Stage 5"


def _base(pdf: Pdf) -> None:
    pdf.Root.URI = Dictionary(Base="https://example.org/")


def _full_screen(pdf: Pdf) -> None:
    pdf.Root.PageMode = Name.FullScreen


def _thumbnail(pdf: Pdf) -> None:
    pdf.pages[0].obj.Thumb = pdf.make_stream(
        b"\0", Width=1, Height=1, BitsPerComponent=8, ColorSpace=Name.DeviceGray
    )


def _duration(pdf: Pdf) -> None:
    pdf.pages[0].obj.Dur = 1


def _structure_parents(pdf: Pdf) -> None:
    pdf.pages[1].obj.StructParents = int(pdf.pages[1].obj.StructParents) + 1


def _letter(pdf: Pdf) -> None:
    contents = pdf.pages[1].Contents
    drawn = contents.read_bytes()
    [text] = re.findall(rb"<([0-9A-F]{4,})>", drawn)[:1]
    contents.write(drawn.replace(text, text[:3] + (b"1" if text[3:4] != b"1" else b"2"), 1))


def _rotate(pdf: Pdf) -> None:
    pdf.pages[1].obj.Rotate = 180


def _crop(pdf: Pdf) -> None:
    pdf.pages[1].obj.CropBox = [0, 0, 100, 100]


def _font(pdf: Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, Dictionary) and "/FontFile2" in item:
            item.FontFile2.write(item.FontFile2.read_bytes()[:-1] + b"?")


def _signature_field(pdf: Pdf, **more: object) -> None:
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T="Ministry", F=132,
        P=pdf.pages[0].obj, **{"Rect": [0, 0, 0, 0]} | more,
    )  # fmt: skip
    field = pdf.make_indirect(field)
    pdf.pages[0].obj.Annots = Array([*pdf.pages[0].obj.get("/Annots", []), field])
    pdf.Root.AcroForm.Fields.append(field)


def _scripted_signature(pdf: Pdf) -> None:
    _signature_field(pdf, AA=Dictionary(PV=_script()))


def _white_signature(pdf: Pdf) -> None:
    box = [0, 0, 500, 700]
    form = pdf.make_stream(b"1 g 0 0 500 700 re f", Type=Name.XObject, Subtype=Name.Form, BBox=box)
    _signature_field(pdf, Rect=box, AP=Dictionary(N=form))


def _permission_script(pdf: Pdf) -> None:
    pdf.Root.Perms = Dictionary(UR3=Dictionary(A=_script()))


EDITS: dict[str, tuple[Edit, str]] = {
    "text read aloud": (_spoken, "/StructTreeRoot"),
    "roles of the text read aloud": (_spoken_name, "/StructTreeRoot"),
    "script on opening": (_open_script, "/OpenAction"),
    "page action": (_page_action, "3"),
    "document action": (_document_action, "/AA"),
    "title": (_title, "/Info"),
    "named script": (_named_script, "/Names"),
    "layers": (_layers, "/OCProperties"),
    "hidden layer around a page": (_hidden_layer, "2, /OCProperties"),
    "page labels": (_labels, "/PageLabels"),
    "XFA form": (_xfa, "/AcroForm"),
    "form drawn by the viewer": (_needs_appearances, "/AcroForm"),
    "extra file": (_file, "/AF"),
    "file in /AF only": (_associated_file, "/AF"),
    "seal with something in it": (_seal_spec, ""),
    "description of the seal": (_seal_description, ""),
    "description of the parcel": (_parcel_description, "/AF"),
    "XMP title": (_in_metadata(b"</rdf:li>", b" 5</rdf:li>"), "/Metadata"),
    "XMP title in a second language": (_second_title, "/Metadata"),
    "language": (_language, "/Lang"),
    "link to another page": (_link, "2"),
    "link to the web": (_web_link, "2"),
    "link with a drawing": (_link_appearance, "2"),
    "outline to another page": (_outline, "/Outlines"),
    "title of an outline": (_outline_title, "/Outlines"),
    "base of addresses": (_base, "/URI"),
    "full screen": (_full_screen, "/PageMode"),
    "thumbnail": (_thumbnail, "1"),
    "page that turns by itself": (_duration, "1"),
    "page read aloud as another": (_structure_parents, "2"),
    "letter": (_letter, "2"),
    "turned page": (_rotate, "2"),
    "cut page": (_crop, "2"),
    "signature field with a script": (_scripted_signature, "1, /AcroForm"),
    "signature field that covers a page": (_white_signature, "1, /AcroForm"),
    "permissions with a script": (_permission_script, "/Perms"),
}
"""The edit, and which pages and parts are named as altered; "" where the file is not sound."""

ALL_PAGES_EDIT = _font


def appended(report: bytes, number: int, body: bytes, more: bytes = b"") -> bytes:
    """Return the report with another version of an object appended; `more` goes to the trailer."""
    with pikepdf.open(BytesIO(report)) as pdf:
        size, root = int(pdf.trailer.Size), pdf.Root.objgen[0]
        info = pdf.trailer.Info.objgen[0]
    start = int(report.rsplit(b"startxref", 1)[1].split()[0])
    added = b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, len(report))
    keys = b"/Size %d /Root %d 0 R /Info %d 0 R /Prev %d" % (
        max(size, number + 1),
        root,
        info,
        start,
    )
    end = b"trailer\n<< %s %s >>\nstartxref\n%d\n%%%%EOF\n" % (keys, more, len(report) + len(added))
    return report + added + table + end
