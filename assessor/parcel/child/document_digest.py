"""A digest of everything in a PDF that a viewer obeys, reads aloud or shows beside the drawing.

A viewer starts at the trailer: everything reachable from it is serialised in one order and hashed.
Only what is named here is left out, so a script, an action, a layer or a form changes the digest
without being known by name. Left out: packing of bytes, who saved when, the parcel's own seal, and
signature fields that show nothing (ISO 32000-1, 7.7, 12.7).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Set
from io import BytesIO
from xml.etree import ElementTree

import pikepdf

from assessor.parcel.child import page_digest
from assessor.parcel.child.child_protocol import SEAL_DESCRIPTION, SEAL_FILE

MAX_OBJECTS = 400_000
_SAVING_KEYS = frozenset({"/Producer", "/Creator", "/CreationDate", "/ModDate"})
"""Of /Info: who saved the file, and when."""
_SAVING_PROPERTIES = frozenset(
    f"{{http://ns.adobe.com/{space}/}}{name}"
    for space, names in (
        ("xap/1.0", "CreateDate ModifyDate MetadataDate CreatorTool"),
        ("pdf/1.3", "Producer"),
        ("xap/1.0/mm", "DocumentID InstanceID"),
    )
    for name in names.split()
)
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_CATALOGUE_APART = frozenset({"/Pages", "/Metadata", "/AF", "/Names", "/AcroForm"})
"""Keys of the catalogue with a rule of their own; every other key is a part."""
_VALIDATION_KEYS = {
    "/Perms": frozenset({"/DocMDP"}),
    "/DSS": frozenset({"/Type", "/VRI", "/Certs", "/OCSPs", "/CRLs"}),
    "/Extensions": frozenset({"/Type", "/ADBE", "/ESIC", "/ISO_"}),
}
"""Keys of the catalogue that a later signature adds, and all that they may hold."""
_INHERITED_KEYS = frozenset({"/Resources", "/MediaBox", "/CropBox", "/Rotate"})
_TREE_KEYS = _INHERITED_KEYS | {"/Type", "/Kids", "/Count", "/Parent"}
_PAGE_APART = _INHERITED_KEYS | {"/Parent", "/Contents", "/Annots"}
"""Keys of a page that the drawing's digest covers, or the check of the page tree."""
_SEAL_SPEC_KEYS = frozenset({"/Type", "/F", "/UF", "/EF", "/AFRelationship", "/Desc"})
_SEAL_STREAM_KEYS = page_digest.PACKING_KEYS | {"/Type", "/Subtype", "/Params"}
_FORM_KEYS = frozenset({"/Fields", "/SigFlags", "/DR", "/DA"})


def digest_document(pdf: pikepdf.Pdf) -> tuple[list[bytes], dict[str, bytes]]:
    """Return the SHA-256 of each page, its drawing excepted, and of each other part by its name.

    Raises ValueError, SyntaxError (invalid XMP) or errors of pikepdf for a document that readers
    may understand differently: a page tree with a false count, two seals, a repaired object.
    """
    _check_page_tree(pdf)
    serialiser = _Serialiser(pdf)
    root, digest = pdf.Root, serialiser.digest
    parts = {
        name: digest(root[name])
        for name in sorted(root.keys())
        if not _has_own_rule(name, root[name])
    }
    parts["/Info"] = digest(_without(pdf.trailer.get("/Info"), _SAVING_KEYS))
    parts["/Metadata"] = _digest_metadata(root.get("/Metadata"))
    parts["/Names"] = digest(_without(root.get("/Names"), {"/EmbeddedFiles"}))
    parts["/AF"] = _digest_attachments(pdf, serialiser)
    parts["/AcroForm"] = digest(_visible_form(root.get("/AcroForm")))
    pages = [digest(_beside_drawing(page.obj)) for page in pdf.pages]
    if pdf.get_warnings():
        raise ValueError("not a sound PDF")
    return pages, parts


def _has_own_rule(name: str, value: pikepdf.Object) -> bool:
    if (allowed := _VALIDATION_KEYS.get(name)) is not None:
        return isinstance(value, pikepdf.Dictionary) and not set(value.keys()) - allowed
    return name in _CATALOGUE_APART


def _without(item: pikepdf.Object | None, names: Set[str]) -> dict[str, object]:
    return {} if item is None else {name: item[name] for name in item.keys() - names}


def _check_page_tree(pdf: pikepdf.Pdf) -> None:
    """Refuse a node whose /Count is false (viewers believe it) or that says anything else."""
    if len(pdf.pages) > page_digest.MAX_PAGES:
        raise ValueError("more pages than a report has")

    def count(node: pikepdf.Object, depth: int) -> int:
        if node.get("/Type") == pikepdf.Name.Page:
            return 1
        if depth > 20 or node.get("/Type") != pikepdf.Name.Pages or node.keys() - _TREE_KEYS:
            raise ValueError("not a page tree")
        found = sum(count(kid, depth + 1) for kid in node.Kids)
        if found != node.get("/Count"):
            raise ValueError("a false number of pages")
        return found

    count(pdf.Root.Pages, 0)


def _beside_drawing(page: pikepdf.Object) -> dict[str, object]:
    """Return what a page has besides its drawing: actions, tabs, links, notes."""
    annotations = [
        each for each in page.get("/Annots", []) if not page_digest.is_silent_signature(each)
    ]
    return _without(page, _PAGE_APART) | {"/Annots": annotations}


def _visible_form(form: pikepdf.Object | None) -> dict[str, object]:
    """Return a form, or nothing if it has only signatures that show nothing."""
    if form is None or (
        not form.keys() - _FORM_KEYS
        and all(map(page_digest.is_silent_signature, form.get("/Fields", [])))
    ):
        return {}
    return {"/AcroForm": form}


def _digest_attachments(pdf: pikepdf.Pdf, serialiser: _Serialiser) -> bytes:
    """Digest every attached file by its name, and /AF; the seal only has to have its form."""
    digest = hashlib.sha256()
    seals: set[tuple[int, int]] = set()
    tree = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/EmbeddedFiles")
    for name, spec in [] if tree is None else pikepdf.NameTree(tree).items():
        if name == SEAL_FILE:
            _check_seal_spec(spec)
            seals.add(spec.objgen)
        else:
            digest.update(name.encode("utf-8", "surrogateescape") + b"\0")
            digest.update(serialiser.digest(spec))
    if len(seals) > 1 or (0, 0) in seals:
        raise ValueError("more than one seal")
    for spec in pdf.Root.get("/AF", []):
        if spec.objgen not in seals:
            digest.update(b"AF" + serialiser.digest(spec))
    return digest.digest()


def _check_seal_spec(spec: pikepdf.Object) -> None:
    streams = list(spec.EF.as_dict().values())
    if (
        spec.keys() - _SEAL_SPEC_KEYS
        or spec.EF.keys() - {"/F", "/UF"}
        or len({stream.objgen for stream in streams}) != 1
        or streams[0].keys() - _SEAL_STREAM_KEYS
        or {str(spec.F), str(spec.UF)} != {SEAL_FILE}
        or str(spec.Desc) != SEAL_DESCRIPTION
    ):
        raise ValueError("a seal with something else in it")


def _digest_metadata(stream: pikepdf.Object | None) -> bytes:
    """Digest XMP without who saved it when; a property may be an attribute or an element."""
    if stream is None:
        return hashlib.sha256(b"-").digest()
    statements = sorted(stream.keys() - page_digest.PACKING_KEYS - {"/Type", "/Subtype"})
    for rdf in ElementTree.parse(BytesIO(bytes(stream.read_bytes()))).getroot():
        statements.append(rdf.tag + (rdf.text or "").strip())
        for description in rdf:
            properties = list(description)
            for name, text in description.attrib.items():
                if name != _ABOUT or text:
                    properties.append(ElementTree.Element(name))
                    properties[-1].text = text
            statements += [
                ElementTree.canonicalize(
                    ElementTree.tostring(each, "unicode"), strip_text=True, rewrite_prefixes=True
                )
                for each in properties
                if each.tag not in _SAVING_PROPERTIES
            ]
            statements.append(description.tag + (description.text or "").strip())
    return hashlib.sha256("\n".join(sorted(set(statements))).encode()).digest()


class _Serialiser:
    """Serialises objects depth first: where first met, later by the number of that meeting.

    So references back need no exception, and files that differ only in object numbers are equal.
    """

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._page = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        self._streams: dict[tuple[int, int], bytes] = {}
        self._left = MAX_OBJECTS

    def digest(self, item: object) -> bytes:
        """Return the SHA-256 of an object and all that it refers to; a page is its number."""
        digest = hashlib.sha256()
        for piece in self._serialise(item):
            digest.update(piece)
        return digest.digest()

    def _serialise(self, start: object) -> Iterator[bytes]:
        met: dict[tuple[int, int], int] = {}
        count = 0
        todo: list[object] = [start]
        while todo:
            item = todo.pop()
            if isinstance(item, bytes):  # serialised already
                yield item
                continue
            self._left -= 1
            if self._left < 0:
                raise ValueError("more objects than a report has")
            object_id = item.objgen if isinstance(item, pikepdf.Object) else (0, 0)
            if object_id in self._page:
                yield b"page %d " % self._page[object_id]
            elif object_id in met:
                yield b"met %d " % met[object_id]
            elif isinstance(
                item, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array | dict | list
            ):
                count += 1
                if object_id != (0, 0):
                    met[object_id] = count
                todo += reversed(self._members(item, object_id))
            else:
                yield _with_length(page_digest.serialise_scalar(item))

    def _members(
        self, item: pikepdf.Object | dict[str, object] | list[object], object_id: tuple[int, int]
    ) -> list[object]:
        """Return what a container holds, each value after its key, between brackets."""
        if isinstance(item, pikepdf.Array | list):
            return [b"[", *item, b"]"]
        is_stream = isinstance(item, pikepdf.Stream)
        out: list[object] = [b"<<"]
        for name in sorted(item.keys() - (page_digest.PACKING_KEYS if is_stream else frozenset())):
            out += [_with_length(name.encode("utf-8", "surrogateescape")), item[name]]
        if isinstance(item, pikepdf.Stream):
            if object_id not in self._streams:
                self._streams[object_id] = hashlib.sha256(page_digest.stream_content(item)).digest()
            out += [b"stream", self._streams[object_id]]
        return [*out, b">>"]


def _with_length(content: bytes) -> bytes:
    return b"%d " % len(content) + content
