"""Canaries: words that exist nowhere else, planted wherever a person writes, and found in files.

A canary is `zq`, six letters, `qz`: it survives every spelling, and is no word of any language.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pikepdf
from docx import Document

from assessor.assessment.assessment import Assessment
from assessor.assessment.entries.comments import add_comment
from assessor.assessment.entries.evidence import attach_file
from assessor.assessment.entries.recommendation_plan import annotate_action
from assessor.assessment.entries.sources import add_source, add_statement
from assessor.assessment.entries.tasks import add_member, assign_tasks
from assessor.assessment.mission.answer_redaction import redact_entry
from assessor.parcel.pdf.pdf_text import pdf_texts
from assessor.report.projection.node_reader import questions_below
from tests.support.assessment.photos import animation

_CANARY = re.compile(rb"zq[a-z]{6}qz")
_DIGITS = re.compile(rb"\d{13}")
_MAGIC, _CONTENT = b"ASSESSOR PARCEL ", 18 + 128
PUBLIC, GOVERNMENT = "public", "government"
_TOLD = ("public", "gov")
"""Levels whose notes the government reads."""


@dataclass
class Canaries:
    """The canaries of one mission: where each stands, and who may not read it."""

    places: dict[str, str] = field(default_factory=dict)
    hidden: dict[str, set[str]] = field(default_factory=lambda: {PUBLIC: set(), GOVERNMENT: set()})
    removed: set[str] = field(default_factory=set)

    def new(self, place: str, *, government: bool = False) -> str:
        """Return a canary that the public may not read, nor the government unless it may."""
        number, letters = len(self.places), ""
        for _ in range(6):
            number, letter = divmod(number, 26)
            letters += chr(ord("a") + letter)
        canary = f"zq{letters}qz"
        self.places[canary] = place
        self.hidden[PUBLIC].add(canary)
        if not government:
            self.hidden[GOVERNMENT].add(canary)
        return canary

    def of(self, *places: str) -> set[str]:
        """Return the canaries at these places."""
        return {canary for canary, place in self.places.items() if place in places}


def plant(mission: Assessment, canaries: Canaries, every: int = 8) -> None:
    """Plant canaries in every answer, in its history, and in everything beside one in `every`."""
    sources = _plant_sources(mission, canaries)
    nodes = [
        node
        for node in questions_below(mission.instance.root)
        if node.relevant and not node.readonly and node.control in ("input", "select1", "select")
    ]
    for number, node in enumerate(nodes):
        level = node.meta.get("sensitivity") or "internal"
        answer = mission.answer_at(node.reference)
        is_text = node.type == "string" and not node.choices and level not in _TOLD
        mission.annotate(node.reference, note=canaries.new("a former note"))
        value = canaries.new("an answer") if is_text else answer.value
        note = canaries.new("a note", government=level in _TOLD)
        mission.answer(node.reference, value, note=note, cleared="")
        if number % every == 0 and level not in _TOLD:
            _plant_beside(mission, canaries, node.reference, sources[number % len(sources)])
    _plant_last(mission, canaries, nodes[0].reference)


def _plant_sources(mission: Assessment, canaries: Canaries) -> list[str]:
    return [
        add_source(
            mission, cluster="pol", date="2026-03-09", people="7", attribution=level,
            name=canaries.new("a source"), institution=canaries.new("an institution"),
            place=canaries.new("a place"), kind="meeting",
        )
        for level in ("named", "institution", "cluster", "background")
    ]  # fmt: skip


def _plant_beside(mission: Assessment, canaries: Canaries, reference: str, source: str) -> None:
    add_comment(mission, reference, canaries.new("a comment"))
    value = mission.answer_at(reference).value
    add_statement(mission, reference, value, source, note=canaries.new("a statement"))
    attach_file(
        mission, reference, _document(canaries.new("a document's author")),
        name=f"{canaries.new('a file name')}.docx", note=canaries.new("a document's note"),
    )  # fmt: skip
    comment = canaries.new("a comment in a picture")
    canaries.removed.add(comment)
    attach_file(mission, reference, animation(comment=comment.encode()), name="door.gif")
    mission.answer(reference, value, decision=canaries.new("a decision"))


def _plant_last(mission: Assessment, canaries: Canaries, reference: str) -> None:
    section = reference.rsplit("/", 1)[0]
    person = canaries.new("a member")
    add_member(mission, person)
    assign_tasks(mission, [section], person)
    for number in range(3):
        parts = {"owner": canaries.new("an owner"), "note": canaries.new("a note of the plan")}
        annotate_action(mission, f"action{number}", **parts)
    mission.answer(reference, mission.answer_at(reference).value, note=canaries.new("a slip"))
    mission.undo()
    mission.seal()
    slip = mission.mission.entries(mission.uuid, "answer", reference)[-1]
    redact_entry(mission, slip.name, canaries.new("a reason"))


def _document(author: str) -> bytes:
    document = Document()
    document.core_properties.author = author
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def canaries_in(*paths: Path) -> set[str]:
    """Return the canaries in files and below folders, and in their names."""
    found = set()
    for path in paths:
        files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
        for file in files:
            haystacks = [file.name.encode(), *_contents(file.read_bytes()), *_read_by_others(file)]
            found |= {match for each in haystacks for match in _matches(each)}
    return found


def moments_in(folder: Path, moments: set[int]) -> set[int]:
    """Return which of these moments (ms since 1970 UTC) stand in files below a folder: in digits,
    or in the six lower bytes of a number."""
    found = set()
    for path in folder.rglob("*"):
        for content in _contents(path.read_bytes()) if path.is_file() else ():
            found |= set(map(int, _DIGITS.findall(content))) & moments
            if content[:1] == b"\x87" or content.startswith(_MAGIC):  # MessagePack
                found |= {each for each in moments if each.to_bytes(6, "big") in content}
    return found


def _matches(content: bytes) -> Iterator[str]:
    """Yield canaries in bytes of UTF-8 or UTF-16, whole or broken by white space."""
    for each in (content, content.replace(b"\0", b""), b"".join(content.split())):
        yield from (match.decode() for match in _CANARY.findall(each.lower()))


def _contents(data: bytes) -> Iterator[bytes]:
    """Yield bytes and everything packed in them, however deep."""
    yield data
    if data.startswith(b"%PDF"):
        yield from (text.encode() for text in pdf_texts(data))
        with pikepdf.open(BytesIO(data)) as pdf:
            yield str(pdf.trailer).encode()
            for item in pdf.objects:
                yield from _in_object(item)
    elif data.startswith(_MAGIC):
        content = zlib.decompress(data[_CONTENT:])
        yield content
        yield from _packed(content)
    elif is_zipfile(BytesIO(data)):
        with ZipFile(BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from _contents(archive.read(name))


def _packed(data: bytes) -> Iterator[bytes]:
    """Yield the members of the archives in `data`, found by their local headers."""
    for start in (match.end() - 4 for match in re.finditer(rb"PK\x03\x04", data)):
        head = data[start : start + 30]
        skip = int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        inflater = zlib.decompressobj(-15)
        try:
            yield inflater.decompress(data[start + 30 + skip :])
        except zlib.error:
            continue  # stored, not packed: it was searched as it is


def _in_object(item: pikepdf.Object) -> Iterator[bytes]:
    """Yield the strings, names and streams of a PDF object."""
    if isinstance(item, pikepdf.Stream):
        try:
            yield from _contents(item.read_bytes())
        except pikepdf.PdfError:
            yield item.read_raw_bytes()  # a picture
        yield from _in_object(pikepdf.Dictionary(dict(item.items())))
    elif isinstance(item, pikepdf.Dictionary):
        for name, part in item.items():
            yield name.encode()
            if not part.is_indirect if isinstance(part, pikepdf.Object) else False:
                yield from _in_object(part)
    elif isinstance(item, pikepdf.Array):
        for part in item:
            if isinstance(part, pikepdf.Object) and not part.is_indirect:
                yield from _in_object(part)
    elif isinstance(item, pikepdf.String):
        yield str(item).encode()
        yield bytes(item)


def _read_by_others(path: Path) -> Iterator[bytes]:
    """Yield what poppler and DuckDB read; neither shares anything with our own readers."""
    tool = shutil.which("pdftotext")
    if path.suffix == ".pdf" and tool:
        yield subprocess.run([tool, path, "-"], check=True, capture_output=True).stdout
    if path.suffix == ".parquet":
        import duckdb

        rows = duckdb.sql(f"SELECT * FROM read_parquet('{path}')").fetchall()
        yield repr(rows).encode()
