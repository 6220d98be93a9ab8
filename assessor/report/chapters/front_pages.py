"""Front pages: cover, contents and the one-page summary; headings for all chapters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assessor.names import safe_name
from assessor.report.blocks.block import (
    AnchoredBlock,
    Block,
    TextBlock,
)
from assessor.report.blocks.charts import EvidenceBadge, QrCodeBlock, StageDots
from assessor.report.blocks.look import (
    ACCENT,
    FAINT,
    LINE,
    PAGE,
    Look,
)
from assessor.report.blocks.page_composition import fit_to_page
from assessor.report.blocks.table_block import TableBlock
from assessor.report.projection.projection import (
    GOVERNMENT,
    PUBLIC,
    Projection,
)
from assessor.report.typesetting.pen import Pen
from assessor.report.typesetting.text_layout import Span
from assessor.words import isolate_text


def heading(look: Look, title: str, anchor: str, number: str = "", level: int = 0) -> AnchoredBlock:
    """Return a chapter heading with its number in the accent colour."""
    spans = [Span(f"{number}\u2002", colour=ACCENT)] if number else []
    text = look.text([*spans, Span(title)], look.h1 if level == 0 else look.h2)
    label = f"{number} {title}".strip()
    return AnchoredBlock(TextBlock(text, after=10, keep=True, role="H1"), anchor, label)


def subheading(look: Look, title: str, before: float = 16) -> TextBlock:
    """Return a heading inside a chapter."""
    text = look.text(title, look.h3)
    return TextBlock(text, before=before * look.air, after=5 * look.air, keep=True, role="H2")


def version_words(look: Look, projection: Projection, *, counted: bool = False) -> str:
    """Return the version of the report: audience and status; of a draft, where `counted`, also how
    many points are open."""
    translate, count = look.translate, projection.facts.open_points
    audience = {
        GOVERNMENT: translate("Version for the government"),
        PUBLIC: translate("Public version"),
    }.get(projection.profile, translate("Internal version"))
    status = {"review": translate("for review by the government"), "final": translate("final")}.get(
        projection.facts.status, translate("draft")
    )
    if counted and projection.facts.status == "draft" and count is not None:
        status = {0: translate("draft: no open points"), 1: translate("draft: 1 open point")}.get(
            count, translate("draft: {count} open points").format(count=look.figure(count, 0))
        )
    return f"{audience}{look.comma}{status}"


def document_title(projection: Projection) -> str:
    """Return the title of the file: country and form."""
    cover, facts = projection.cover, projection.facts
    return " – ".join(filter(None, (cover.country, facts.form_title)))


def cover_facts(look: Look, projection: Projection) -> list[tuple[str, str]]:
    """Return the known facts of the mission as (label, value)."""
    translate, facts, cover = look.translate, projection.facts, projection.cover
    rows = (
        (translate("Host institution"), cover.host),
        (translate("Mission"), cover.mission_code),
        (translate("Reference year"), cover.reference_year),
        (translate("Handling marking"), cover.marking),
        (translate("Assessors"), look.comma.join(facts.assessors)),
        (translate("Form"), f"{facts.form_id}, {translate('version')} {facts.form_version}"),
    )
    return [(label, value) for label, value in rows if value]


@dataclass(eq=False)
class CoverPage(Block):
    """The cover page."""

    look: Look
    projection: Projection

    def height(self, width: float) -> float:
        return 640

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        look, projection = self.look, self.projection
        cover = projection.cover
        pen.rect(0, 0, 14, PAGE[1], fill=ACCENT)
        marking = look.text(cover.marking.upper(), look.strong.but(size=9.2, align="end"))
        with pen.leaf("P"):
            marking.draw(pen, x, 46, width)
        top = 172.0
        kicker = look.text(projection.facts.form_title, look.lead.but(colour=ACCENT, size=13))
        with pen.leaf("P"):
            kicker.draw(pen, x, top, width * 0.86)
        top += kicker.height(width * 0.86) + 8
        title = look.text(cover.country or projection.facts.form_title, look.cover)
        with pen.leaf("H1"):
            title.draw(pen, x, top, width * 0.9)
        top += title.height(width * 0.9) + 10
        pen.rect(x, top, 56, 3, fill=ACCENT)
        top += 20
        for line in (projection.cover.days, version_words(look, projection, counted=True)):
            text = look.text(line, look.lead)
            with pen.leaf("P"):
                text.draw(pen, x, top, width)
            top += text.height(width)
        self._facts(pen, x, 470, width)
        self._proof(pen, x, 640, width)

    def _facts(self, pen: Pen, x: float, y: float, width: float) -> None:
        look = self.look
        for label, value in cover_facts(look, self.projection):
            text = look.text(value, look.body)
            with pen.leaf("P"):
                look.text(label, look.label).draw(pen, x, y, 120)
                text.draw(pen, x + 128, y - 1.3, width - 128)
            y += max(look.label.leading, text.height(width - 128)) + 5

    def _proof(self, pen: Pen, x: float, y: float, width: float) -> None:
        look, projection, translate = self.look, self.projection, self.look.translate
        pen.line((x, y), (x + width, y), LINE, 0.8)
        carried = projection.parcel
        side = width
        if carried:
            label = translate("Fingerprint of the attached data")
            content = f"assessor:{projection.facts.assessment}:{carried.parcel_id}"
            QrCodeBlock(content, 76, label).draw(pen, x + width - 76, y + 14, 76)
            side = width - 100
            text = look.text(label, look.label)
            mark = look.text(group_digits(carried.fingerprint), look.body.but(size=8.4, leading=12))
            with pen.leaf("P"):
                text.draw(pen, x, y + 12, side)
                mark.draw(pen, x, y + 14 + text.height(side), side)
            y += 18 + text.height(side) + mark.height(side)
            y += self._signature(pen, x, y + 6, side)
        note = translate(
            "This report carries its answers as data. The boundaries, names and designations used "
            "do not imply official endorsement or acceptance."
        )
        with pen.leaf("P"):
            look.text(note, look.tiny).draw(pen, x, y + 12, side)

    def _signature(self, pen: Pen, x: float, y: float, width: float) -> float:
        """Say who signs the file and how to check that; return the height."""
        carried = self.projection.parcel
        if carried is None or carried.signer is None:
            return 0
        look, translate = self.look, self.look.translate
        name, words = carried.signer
        signed = translate("This file is signed by {name}. The key reads:")
        if not name:
            signed = translate("This file is signed. The key of who signed it reads:")
        name = str(isolate_text(safe_name(name), self.projection.language))
        check = translate(
            "To check it, open this file with Assessor and compare these words with the contact "
            "card of who signed it. Other programs may call the signer unknown; if they call the "
            "signature invalid, or find none, ask for the original file."
        )
        start = y
        with pen.leaf("P"):
            for text in (
                look.text(signed.format(name=name), look.label),
                look.text(words, look.body.but(size=8.4, leading=12)),
                look.text(check, look.tiny),
            ):
                text.draw(pen, x, y, width)
                y += text.height(width) + 2
        return y - start


def group_digits(fingerprint: str) -> str:
    """Group a fingerprint by four characters."""
    plain = "".join(fingerprint.split())
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


class ContentsLine(Block):
    """One line of the contents: title, dots and page number, as a link."""

    def __init__(self, look: Look, title: str, anchor: str, level: int) -> None:
        self.look, self.anchor, self.level = look, anchor, level
        style = look.strong if level == 0 else look.body
        self.text = look.text(title, style)
        self.before = (7 if level == 0 else 1.5) * look.air

    def height(self, width: float) -> float:
        return self.text.height(width - 50 - 16 * self.level)

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        indent = 16.0 * self.level
        room, high = width - 50 - indent, self.height(width)
        last = self.text.lines(room)[-1].width if self.text.lines(room) else 0
        base = y + high - self.text.style.leading * 0.28
        page = str(pen.pages.get(self.anchor, ""))
        number = self.look.text(page, self.look.body.but(align="end"))
        with pen.leaf("P"):
            self.text.draw(pen, x + indent, y, room)
            pen.line((x + indent + last + 6, base), (x + width - 26, base), FAINT, 0.5, "0.6 3")
            number.draw(pen, x + width - 24, y + high - number.style.leading, 24)
        pen.link(x, y, width, high, self.anchor)


def contents_page(
    look: Look, projection: Projection, entries: Iterable[tuple[str, str, int]]
) -> Iterator[Block]:
    """Yield the contents (title, anchor, level) and the legend of marks."""
    lines = list(entries)

    def make(closer: Look) -> Iterator[Block]:
        yield heading(closer, look.translate("Contents"), "contents")
        yield from (ContentsLine(closer, *line) for line in lines)
        yield from _legend_of_marks(closer, projection) if projection.of else ()

    yield from fit_to_page(look, make)


def _legend_of_marks(look: Look, projection: Projection) -> Iterator[Block]:
    """Yield the legend of marks."""
    rows: list[tuple[Block, str]] = [
        (StageDots(look, 3, 3), look.translate("Stage 3 reached, and the evidence supports it.")),
        (StageDots(look, 4, 2), look.translate("Stage 4 asserted; the evidence carries stage 2.")),
    ]
    rows += [
        (EvidenceBadge(look, code, title), meaning)
        for code, title, meaning in projection.evidence_scale.entries
    ]
    yield subheading(look, look.translate("How to read the marks"), 22)
    table = [(mark, look.block(words, look.cell)) for mark, words in rows]
    yield TableBlock(None, table, (0.3, 0.7), padding=2, ruled=False)
