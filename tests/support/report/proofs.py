"""Proofs about reports with independent tools."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from assessor.assessment.base.spreadsheet_safety import safe_cell
from assessor.parcel.keys.identity import Identity
from assessor.parcel.pdf.report_pdf import embed_parcel
from assessor.report.blocks.block import Stack
from assessor.report.blocks.look import HEIGHT, WIDTH, Look
from assessor.report.chapters.summary_page import summary_page
from assessor.report.output.chapter_order import Chapter, chapters_of
from assessor.report.output.excel_report import render_sheet
from assessor.report.output.pdf_report import render_report
from assessor.report.output.word_report import render_word
from assessor.report.projection.projection import PrintedAnswer, Projection
from assessor.report.typesetting.text_layout import line_width
from assessor.scoring.criteria import CriterionState
from assessor.words import is_right_to_left, language_code
from tests.support.report.block_texts import lines
from tests.support.report.pdf_text import read
from tests.support.report.samples import sample, short

PREFLIGHT = (
    "preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "javax.activation", "jaxb-api",
)  # fmt: skip
"""The jars of Apache PDFBox Preflight, as Debian names them."""

_BRIEF = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""For a program that is over before its best code would be compiled: half the time."""

ALLOWED_SINCE = {
    "7.11.2 Error on MetaData, part must be 1": "ISO 19005-3, 6.6.4: part is 3",
    "1.4.7 Trailer Syntax error, EmbeddedFile entry is present in the Names dictionary": "6.8",
    "1.2.9 Body Syntax error, EmbeddedFile entry is present in a FileSpecification dictionary":
        "6.8: any file may be attached",
    "3.1.11 Invalid Font definition: The CIDSet entry is missing for the Composite Subset":
        "ISO 19005-2 and -3, 6.2.11.4.2: it need not be there",
}  # fmt: skip
"""What part 1 of the standard forbids or asks and part 3 does not."""

_STEERING = "\u200b-\u200f\u202a-\u202e\u2066-\u2069\u00ad"
_ARABIC = re.compile("[\u0620-\u06ff]")
_UNSEEN = re.compile(f"[{_STEERING}\\s]")


def tool(name: str) -> str:
    """The path of a tool; without it the test is skipped, saying so."""
    found = shutil.which(name)
    if not found:
        pytest.skip(
            f"{name} is not installed here: ./setup.sh tests installs it, as root on Debian"
        )
    return found


def whole(projection: Projection) -> bytes:
    """A report with a parcel in it, its pages sealed, as an export makes it."""
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    return embed_parcel(
        render_report(projection),
        b"parcel" * 500,
        title=projection.facts.form_title,
        language=language_code(projection.language),
        signer=Identity("Ana", key.public_key().public_bytes_raw(), key),
        day=projection.facts.made_on,
    )


@cache
def report(iso3: str, code: str, profile: str) -> bytes:
    """A sample's report of three sections, with all that an export puts in, made once."""
    return whole(short(sample(iso3, code, profile)))


@cache
def pages(iso3: str, code: str, profile: str) -> bytes:
    """The pages of a sample's report, all of them, made once."""
    return render_report(sample(iso3, code, profile))


def qpdf_says(path: Path) -> str:
    """What qpdf finds wrong with a file; empty if nothing."""
    done = subprocess.run([tool("qpdf"), "--check", path], capture_output=True, text=True)
    return "" if not done.returncode else done.stdout + done.stderr


def preflight_says(folder: Path) -> dict[str, list[str]]:
    """What Apache PDFBox Preflight finds wrong with each PDF of a folder, by the file's name.

    It judges by PDF/A-1b (ISO 19005-1), which is stricter: what part 3 allows is left out.
    """
    java, jars = tool("java"), Path("/usr/share/java")
    if absent := [name for name in PREFLIGHT if not (jars / f"{name}.jar").exists()]:
        pytest.skip(f"not installed here: {', '.join(absent)}; ./setup.sh tests installs them")
    subprocess.run(
        [
            java, *_BRIEF, "-cp", os.pathsep.join(str(jars / f"{name}.jar") for name in PREFLIGHT),
            "org.apache.pdfbox.preflight.Validator_A1b", "xml", "batch", folder,
        ],
        capture_output=True, timeout=600,
    )  # fmt: skip
    return {
        path.name: [each for each in _verdict(path) if each not in ALLOWED_SINCE]
        for path in sorted(folder.glob("*.pdf"))
    }


def _verdict(path: Path) -> list[str]:
    """The complaints about one file, their codes first, fonts' names left out.

    Without that about the part Preflight has not come to its end.
    """
    found = [
        f"{each.findtext('code')} "
        + re.sub(r"(definition), [^:]+", r"\1", each.findtext("details") or "")
        for each in ElementTree.parse(f"{path}.preflight.xml").iter("error")
    ]
    return found if next(iter(ALLOWED_SINCE)) in found else [*found, "no verdict on the metadata"]


def chapters(projection: Projection) -> list[Chapter]:
    """The chapters of a report, not yet laid out."""
    return chapters_of(Look(projection.language), projection)


def too_high(projection: Projection, chapters: Iterable[Chapter]) -> list[str]:
    """The chapters with a block that no page holds, and the summary where it is not one page."""
    found = [
        chapter.title
        for chapter in chapters
        if any(block.least(WIDTH) > HEIGHT for block in chapter.blocks)
    ]
    look = Look(projection.language)
    one_page = Stack(summary_page(look, projection)).height(WIDTH) <= HEIGHT
    return found if one_page else [*found, "summary"]


def cut(chapters: list[Chapter]) -> list[str]:
    """The words that do not fit their column, and are cut in the middle; the cover's are not read.

    A list of few words would prove nothing.
    """
    wide = {
        (word, line.text.style.size, span.weight or line.text.style.weight, round(width))
        for chapter in chapters[1:]
        for line, width in lines(chapter.blocks, WIDTH)
        for span in line.text.spans
        for word in re.split(r"[\s\-–/·\u2066-\u2069]+", span.text)
    }
    assert len(wide) > 1000
    return [word for word, *face, width in wide if line_width(word, *face) > width]


def listed(data: bytes) -> dict[str, int]:
    """Each title of the outline and the page it leads to, from 1."""
    with pikepdf.open(BytesIO(data)) as pdf, pdf.open_outline() as outline:
        number = {page.objgen: at for at, page in enumerate(pdf.pages, 1)}
        return {
            item.title: number[pdf.Root.Dests[item.destination].D[0].objgen]
            if isinstance(item.destination, pikepdf.Name)
            else number[item.destination[0].objgen]
            for item in outline.root
        }


def misled(data: bytes) -> list[str]:
    """The titles that do not stand where the outline and the contents say.

    Not for Arabic, which goes through the same code: its lines wrap mirrored, and are checked by
    eye.
    """
    text = [" ".join(page.split()) for page in read(data).split("\f")]
    return [
        title
        for title, page in listed(data).items()
        if title not in text[page - 1]
        or (page > 2 and not re.search(rf"{re.escape(title)}\D{{0,4}}{page}\b", text[1]))
    ]


def bare(text: str) -> str:
    """A text without spaces and what only steers layout."""
    return _UNSEEN.sub("", text)


def unread(path: Path, projection: Projection) -> list[str]:
    """The stored strings that poppler's pdftotext does not give back in the order of reading.

    Every character must follow the one before. Where there is Arabic, pdftotext mixes the lines of
    neighbouring cells, moves commas behind figures and parts some letters from their marks: so of
    Arabic strings, and in Arabic reports, it is the letters that must follow each other as far as a
    line goes, and a string may be found in parts.
    """
    drawn, laid = (
        subprocess.run(
            [tool("pdftotext"), *how, path, "-"], capture_output=True, text=True, check=True
        ).stdout
        for how in (["-raw"], [])
    )
    arabic, drawn, laid = is_right_to_left(projection.language), bare(drawn), _letters(laid)

    def found(each: str) -> bool:
        if arabic or _ARABIC.search(each):
            return _in_lines(_letters(each), laid, breaks=len(re.findall(r"\d+", each)))
        return bare(each) in drawn

    return [each for each in strings(projection) if not found(each)]


def _letters(text: str) -> str:
    """A text without spaces, marks, points and figures."""
    return re.sub(r"[^\w]|[\d_]", "", text)


def _in_lines(wanted: str, text: str, breaks: int) -> bool:
    """Whether the letters are in the text in few unbroken parts: a line, or up to a figure."""
    parts = at = 0
    while at < len(wanted):
        at = next((end for end in range(len(wanted), at, -1) if wanted[at:end] in text), at)
        parts += 1
        if parts > 2 + breaks + len(wanted) // 20:
            return False
    return True


def strings(projection: Projection) -> Iterator[str]:
    """What was stored and is printed: titles, findings, answers, notes."""
    for section in projection.sections:
        yield section.title
        saids = [each for each in section.items if isinstance(each, PrintedAnswer)]
        saids += [line.answer for line in section.indicators]
        for line in section.indicators:
            yield line.title
            yield from (
                each.text
                for each in line.criteria
                if each.state is CriterionState.SHOWN and each.stage == line.evidenced
            )
        for said in (*saids, *filter(None, [section.finding])):
            yield from said.values if said not in [i.answer for i in section.indicators] else ()
            yield said.note


@cache
def word(iso3: str, code: str, profile: str) -> bytes:
    """A sample's Word file of three sections, made once."""
    return render_word(short(sample(iso3, code, profile)))


def office(folder: Path, projection: Projection, written: bytes) -> tuple[str, str]:
    """What LibreOffice reads in a projection's Word file and in its Excel file, without spaces."""
    soffice = tool("soffice")
    document, book = folder / "report.docx", folder / "book.xlsx"
    document.write_bytes(written)
    book.write_bytes(render_sheet(projection, safe_cell))
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless", "--convert-to", "html", "--outdir", folder / "read", document, book,
        ],
        check=True, capture_output=True, timeout=180, env={**os.environ, "HOME": str(folder)},
    )  # fmt: skip
    texts = [(folder / "read" / f"{name}.html").read_text("utf-8") for name in ("report", "book")]
    document_says, book_says = (bare(unescape(re.sub("<[^>]+>", "", text))) for text in texts)
    return document_says, book_says
