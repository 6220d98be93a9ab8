"""A conformance check of our own for PDF/A-3b: it shares no code with what writes the file.

Clauses are those of ISO 19005-3:2012, which cites ISO 32000-1. `faults` gives one line for each
break of a rule, the clause first. What the rules ask of constructs that our reports may not hold
at all (forms, optional content, films, images, transparency) is checked as their absence or by the
rule itself. Apache PDFBox Preflight is the verdict of others beside it (see docs/pdfa.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pikepdf
from lxml import etree

from tests.support.report.pdfa_fonts import Instructions, font_faults, instructions

NAMESPACES = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
}
"""Schemas that need no description of their own (6.6.2.3); the first is PDF/A's."""

_TABLE_51 = (
    "b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k "
    "l m M MP n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W "
    "W* y ' \""
)
OPERATORS = frozenset(_TABLE_51.split())
"""Those of ISO 32000-1; inline images come from the parser as one more."""

ACTIONS = frozenset(("/GoTo", "/URI", "/GoToR", "/GoToE", "/Thread", "/SubmitForm"))
UNDRAWN = frozenset(("/Popup", "/Link"))
INTENTS = frozenset(
    ("/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation")
)
RELATIONS = frozenset(("/Source", "/Data", "/Alternative", "/Supplement", "/Unspecified"))

Found = Iterator[str]


def faults(data: bytes) -> list[str]:
    """Every break of a rule in the bytes of a PDF, each with its clause."""
    found = [*_header(data), *_trailer(data)]
    with pikepdf.open(BytesIO(data)) as pdf:
        objects = [each for each in pdf.objects if each is not None]
        rules: tuple[Callable[[pikepdf.Pdf, list[Any]], Found], ...] = (
            _closed, _streams, _limits, _catalog, _colour, _drawing, _annotations,
            _metadata, _attachments,
        )  # fmt: skip
        for rule in rules:
            found += rule(pdf, objects)
        drawn = [instructions(page) for page in pdf.pages]  # read once: it takes longest
        found += _pages(pdf, drawn)
        found += _bodies(data, pdf)
        found += font_faults(pdf, drawn)
    return found


# --- the file ----------------------------------------------------------------------------------


def _header(data: bytes) -> Found:
    """6.1.2: the version at once, and a comment of four bytes that no text has."""
    if not re.match(rb"%PDF-1\.[0-7][\r\n]+%[\x80-\xff]{4,}[^\r\n]*[\r\n]", data):
        yield "6.1.2 the file does not begin with %PDF-1.n and a comment of high bytes"


def _trailer(data: bytes) -> Found:
    """6.1.3, 6.1.4: identifiers, no encryption, nothing after the end, a table spelt as asked."""
    if not re.search(rb"%%EOF(\r\n|\r|\n)?\Z", data):
        yield "6.1.3 something follows the last %%EOF"
    last = data.rpartition(b"trailer")[2]
    if not re.search(rb"/ID\s*\[\s*<[0-9a-fA-F]+>\s*<[0-9a-fA-F]+>\s*\]", last):
        yield "6.1.3 the trailer has no pair of identifiers"
    if b"/Encrypt" in last:
        yield "6.1.3 the file is encrypted"
    at = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*\Z", data)
    table = data[int(at[1]) :] if at else b""
    if not re.match(
        rb"xref(\r\n|\r|\n)\d+ \d+(\r\n|\r|\n)(\d{10} \d{5} [nf](\r\n| \r| \n))+", table
    ):
        yield "6.1.4 the cross-reference table is not where startxref says, or not spelt so"


def _bodies(data: bytes, pdf: pikepdf.Pdf) -> Found:
    """6.1.6 to 6.1.9: each object where the table says, its keywords on lines of their own."""
    at = re.search(rb"startxref\s+(\d+)", data[-64:])
    rows = re.findall(rb"(\d{10}) \d{5} ([nf])", data[int(at[1]) if at else 0 :])
    for number, (offset, kind) in enumerate(rows):
        if kind == b"n":
            yield from _body(data, number, int(offset))


def _body(data: bytes, number: int, offset: int) -> Found:
    head = re.compile(rb"(\d+) (\d+) obj[\r\n]+").match(data, offset)
    if not head or int(head[1]) != number:
        yield f"6.1.9 object {number} is not spelt 'n g obj' at its offset"
        return
    if offset and data[offset - 1 : offset] not in (b"\n", b"\r"):
        yield f"6.1.9 object {number} does not begin a line"
    end = data.find(b"endobj", head.end())
    stream = data.find(b"stream", head.end(), end)
    if stream >= 0 and data[stream - 3 : stream] != b"end":
        length = re.search(rb"/Length (\d+)(?! \d+ R)", data[head.end() : stream])
        start = stream + 6 + (2 if data[stream + 6 : stream + 8] == b"\r\n" else 1)
        if data[stream + 6 : stream + 7] not in (b"\r", b"\n"):
            yield f"6.1.7.1 the stream of object {number} does not begin after a line end"
        size = int(length[1]) if length else -1
        if not re.match(rb"(\r\n|\n|\r)endstream", data[start + size : start + size + 12]):
            yield f"6.1.7.1 the length of object {number} does not end before a line end"
        end = data.find(b"endobj", start + max(size, 0))
    else:
        for text in re.findall(rb"(?<!<)<([^<>]*)>(?!>)", data[head.end() : end]):
            if len(re.sub(rb"\s", b"", text)) % 2 or re.search(rb"[^0-9a-fA-F\s]", text):
                yield f"6.1.6 object {number} has a hexadecimal string of an odd length"
    if data[end - 1 : end] not in (b"\n", b"\r"):
        yield f"6.1.9 endobj of object {number} does not begin a line"


def _closed(pdf: pikepdf.Pdf, objects: list[Any]) -> Found:
    """6.1.12 and what qpdf finds wrong with the syntax of ISO 32000-1."""
    yield from (f"32000 {problem}" for problem in pdf.check_pdf_syntax())
    if "/Perms" in pdf.Root and set(pdf.Root.Perms.keys()) - {"/UR3", "/DocMDP"}:
        yield "6.1.12 permissions other than UR3 and DocMDP"


def _streams(pdf: pikepdf.Pdf, objects: list[Any]) -> Found:
    """6.1.7.1, 6.1.7.2: no content outside the file, no LZW, no Crypt."""
    for each in objects:
        if not isinstance(each, pikepdf.Stream):
            continue
        if any(key in each for key in ("/F", "/FFilter", "/FDecodeParms")):
            yield f"6.1.7.1 the stream {each.objgen} lies in another file"
        filters = each.get("/Filter", [])
        names = [filters] if isinstance(filters, pikepdf.Name) else list(filters)
        if {str(name) for name in names} - {"/FlateDecode", "/DCTDecode"}:
            yield f"6.1.7.2 the stream {each.objgen} has the filters {names}"


def _limits(pdf: pikepdf.Pdf, objects: list[Any]) -> Found:
    """6.1.8, 6.1.13: the sizes every reader can be trusted with, and names that are UTF-8."""
    if len(objects) > 8_388_607:
        yield "6.1.13 too many objects"
    for each in objects:
        yield from _small(each, each.objgen)


def _small(thing: Any, where: tuple[int, int]) -> Found:
    if isinstance(thing, pikepdf.Stream | pikepdf.Dictionary):
        pairs = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
        for key in pairs.keys():  # noqa: SIM118 - a PDF dictionary is not a Python one
            if len(key.encode()) > 128:
                yield f"6.1.13 a name of more than 127 bytes in {where}"
            inner = pairs.get(key)
            if not (isinstance(inner, pikepdf.Object) and inner.is_indirect):
                yield from _small(inner, where)
    elif isinstance(thing, pikepdf.Array):
        for inner in thing:
            if not (isinstance(inner, pikepdf.Object) and inner.is_indirect):
                yield from _small(inner, where)
    elif isinstance(thing, pikepdf.String) and len(bytes(thing)) > 32_767:
        yield f"6.1.13 a string of more than 32,767 bytes in {where}"
    elif isinstance(thing, int) and not -(2**31) <= thing < 2**31:
        yield f"6.1.13 a whole number beyond 32 bits in {where}"


# --- what it holds -----------------------------------------------------------------------------


def _catalog(pdf: pikepdf.Pdf, objects: list[Any]) -> Found:
    """6.4, 6.5, 6.9 to 6.11: no form that computes, no script, no layers, no requirements."""
    root = pdf.Root
    for key, clause in (("/AA", "6.5.2"), ("/OCProperties", "6.9"), ("/Requirements", "6.11")):
        if key in root:
            yield f"{clause} the catalog has {key}"
    form = root.get("/AcroForm", pikepdf.Dictionary())
    if form.get("/NeedAppearances", False) or "/XFA" in form:
        yield "6.4.1, 6.4.2 a form that is to be computed"
    for name in ("/JavaScript", "/AlternatePresentations"):
        if name in root.get("/Names", {}):
            yield f"6.5.1, 6.10 the catalog has names of {name}"
    for each in objects:
        if not isinstance(each, pikepdf.Dictionary):
            continue
        kind = str(each.get("/S", ""))
        if each.get("/Type") == "/Action" or "/A" in each or "/OpenAction" in each:
            action = each.get("/A", each.get("/OpenAction", each))
            kind = str(action.get("/S", "")) if isinstance(action, pikepdf.Dictionary) else ""
            if kind and each.get("/Type") != "/StructElem" and kind not in ACTIONS:
                yield f"6.5.1 the action {kind} in {each.objgen}"


def _colour(pdf: pikepdf.Pdf, objects: list[Any]) -> Found:
    """6.2.3: one output intent, and its profile is of RGB, as every colour on our pages."""
    intents = [each for each in pdf.Root.get("/OutputIntents", []) if each.S == "/GTS_PDFA1"]
    if len(intents) != 1 or "/OutputConditionIdentifier" not in intents[0]:
        yield "6.2.3 there is not one output intent of PDF/A with its identifier"
        return
    profile = intents[0].get("/DestOutputProfile")
    data = profile.read_bytes() if isinstance(profile, pikepdf.Stream) else b""
    if data[36:40] != b"acsp" or data[16:20] != b"RGB " or data[12:16] not in (b"mntr", b"prtr"):
        yield "6.2.3 the profile of the output intent is no ICC profile of RGB"
    elif len(data) != int.from_bytes(data[:4], "big") or data[8] > 4 or profile.N != 3:
        yield "6.2.3 the profile is not of the length, version or components it should be"


def _drawing(pdf: pikepdf.Pdf, objects: list[Any]) -> Found:
    """6.2.5 to 6.2.10: states, images, forms; our pages hold no transparency at all."""
    for each in objects:
        if not isinstance(each, pikepdf.Stream | pikepdf.Dictionary):
            continue
        where = each.objgen
        if any(key in each for key in ("/TR", "/HTP", "/HTO")) and each.get("/Type") != "/Font":
            yield f"6.2.5 a graphics state with a transfer function or halftone in {where}"
        if each.get("/SMask", "/None") != "/None" or each.get("/BM", "/Normal") != "/Normal":
            yield f"6.2.10 transparency in {where}"
        if each.get("/CA", 1) != 1 or each.get("/ca", 1) != 1 or "/Group" in each:
            yield f"6.2.10 transparency in {where}"
        kind = str(each.get("/Subtype", ""))
        if kind == "/Image" and (each.get("/Interpolate", False) or "/Alternates" in each):
            yield f"6.2.8 an image that is smoothed or has alternates in {where}"
        if kind in ("/Image", "/Form") and "/OPI" in each:
            yield f"6.2.8, 6.2.9 OPI in {where}"
        if kind == "/PS" or (kind == "/Form" and ("/Ref" in each or "/Subtype2" in each)):
            yield f"6.2.9 PostScript or a reference in {where}"


def _pages(pdf: pikepdf.Pdf, drawn: list[Instructions]) -> Found:
    """6.2.2, 6.2.4.3, 6.2.6, 6.1.13, 6.10: what each page draws with."""
    for number, page in enumerate(pdf.pages, 1):
        if "/Resources" not in page or "/AA" in page or "/PresSteps" in page:
            yield f"6.2.2, 6.5.2, 6.10 page {number} lacks resources or has an action of its own"
        sides = [float(page.mediabox[at + 2]) - float(page.mediabox[at]) for at in (0, 1)]
        if not all(3 <= side <= 14_400 for side in sides):
            yield f"6.1.13 page {number} is too small or too large"
        depth = deepest = 0
        fonts = set(page.get("/Resources", {}).get("/Font", {}).keys())
        for operator, operands in drawn[number - 1]:
            depth += (operator == "q") - (operator == "Q")
            deepest = max(deepest, depth)
            yield from (f"{each}, page {number}" for each in _operator(operator, operands, fonts))
        if deepest > 28 or depth:
            yield f"6.1.13 page {number} nests {deepest} states, {depth} of them for ever"


def _operator(operator: str, operands: Any, fonts: set[str]) -> Found:
    if operator not in OPERATORS:
        yield f"6.2.2 the operator {operator}"
    if operator in ("k", "K", "sh", "cs", "CS"):
        yield f"6.2.4.3 the operator {operator}: a colour that is not RGB or grey"
    if operator in ("Do", "gs", "BI", "INLINE IMAGE"):
        yield f"6.2.8, 6.2.9 the operator {operator}, which our pages do not need"
    if operator == "ri" and str(operands[0]) not in INTENTS:
        yield f"6.2.6 the rendering intent {operands[0]}"
    if operator == "Tf" and str(operands[0]) not in fonts:
        yield f"6.2.2 the font {operands[0]} is not in the page's own resources"
    if operator == "Tr" and int(operands[0]) == 3:
        yield "6.2.11.4 text that cannot be seen"


def _annotations(pdf: pikepdf.Pdf, objects: list[Any]) -> Found:
    """6.3.1 to 6.3.3: kinds, flags, appearances."""
    for number, page in enumerate(pdf.pages, 1):
        for each in page.get("/Annots", []):
            kind, flags = str(each.get("/Subtype", "")), int(each.get("/F", 0))
            if kind != "/Link" and not _is_silent_signature(each):
                yield f"6.3.1 an annotation of the kind {kind}, page {number}"
            if kind != "/Popup" and (not flags & 4 or flags & (1 | 2 | 32 | 256)):
                yield f"6.3.2 a {kind} with the flags {flags}, page {number}"
            if kind not in UNDRAWN and "/AP" not in each:
                yield f"6.3.3 a {kind} without an appearance, page {number}"


def _is_silent_signature(field: Any) -> bool:
    """Whether an annotation is a signature without a place on the page or an action (6.4.1)."""
    is_signature = field.get("/Subtype") == "/Widget" and field.get("/FT") == "/Sig"
    has_place = any(float(side) for side in field.get("/Rect", [1]))
    return is_signature and not has_place and "/A" not in field and "/AA" not in field


# --- what it says of itself --------------------------------------------------------------------


def _metadata(pdf: pikepdf.Pdf, objects: list[Any]) -> Found:
    """6.6.2.1, 6.6.2.3, 6.6.4: XMP, only schemas that are known, part 3 of level B."""
    stream = pdf.Root.get("/Metadata")
    if not isinstance(stream, pikepdf.Stream) or stream.get("/Subtype") != "/XML":
        yield "6.6.2.1 the catalog has no metadata"
        return
    data = stream.read_bytes()
    if re.search(rb"<\?xpacket begin[^?]*(bytes|encoding)=", data):
        yield "6.6.2.1 the header of the packet has the attribute bytes or encoding"
    root = etree.fromstring(data)
    told = {name: "".join(found) for name, found in _properties(root)}
    if told.get("pdfaid:part") != "3" or told.get("pdfaid:conformance") != "B":
        yield "6.6.4 the metadata do not say PDF/A-3b"
    for name in told:
        if name.partition(":")[0] not in NAMESPACES:
            yield f"6.6.2.3 the property {name} is of a schema nobody describes"
    for key, name in (("/Title", "dc:title"), ("/Keywords", "pdf:Keywords")):
        said = str(pdf.docinfo.get(key, ""))
        if said and said != told.get(name, "").strip():
            yield f"6.6.3 {key} and {name} differ"


def _properties(root: Any) -> Iterator[tuple[str, list[str]]]:
    """The properties of the metadata by prefix and name, written as elements or attributes."""
    prefixes = {url: prefix for prefix, url in NAMESPACES.items()}
    for description in root.iter(f"{{{NAMESPACES['rdf']}}}Description"):
        for name, value in description.attrib.items():
            space, _, local = str(name)[1:].partition("}")
            if space != NAMESPACES["rdf"]:
                yield f"{prefixes.get(space, space)}:{local}", [value]
        for child in description:
            space, _, local = str(child.tag)[1:].partition("}")
            yield f"{prefixes.get(space, space)}:{local}", list(child.itertext())


def _attachments(pdf: pikepdf.Pdf, objects: list[Any]) -> Found:
    """6.8: each file with both names, its kind, its day, and what it has to do with the pages."""
    associated = [each.objgen for each in pdf.Root.get("/AF", [])]
    given = [each for each in objects if isinstance(each, pikepdf.Dictionary) and "/EF" in each]
    for each in given:
        name = str(each.get("/UF", each.objgen))
        if "/F" not in each or "/UF" not in each:
            yield f"6.8 the attachment {name} lacks one of its names"
        if str(each.get("/AFRelationship", "")) not in RELATIONS:
            yield f"6.8 the attachment {name} does not say how it belongs to the pages"
        if each.objgen not in associated:
            yield f"6.8 the attachment {name} is not associated with the document"
        file = each.EF.get("/F", each.EF.get("/UF"))
        if not re.fullmatch(r"/[\w.+-]+/[\w.+-]+", str(file.get("/Subtype", ""))):
            yield f"6.8 the attachment {name} does not say of which kind it is"
        if "/ModDate" not in file.get("/Params", {}):
            yield f"6.8 the attachment {name} has no day"
