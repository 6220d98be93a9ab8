"""How soon an answer is on the disk, a long-used file open, and an export proved."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from assessor.assessment.assessment import Assessment
from assessor.assessment.report.report_export import export_report, prove_parcel
from assessor.assessment.samples.demo import make_demo
from assessor.form.authoring import xlsform
from assessor.form.parse.form_source import FormSource
from assessor.parcel.keys.identity import load_identity
from assessor.parcel.pack.parcel_pack import parcel_fingerprint, unpack_parcel
from assessor.parcel.pdf.page_seal import SIGNED
from assessor.parcel.pdf.parcel_extraction import check_pdf_pages, extract_from_pdf, read_parcel
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission
from tests.bench import Row, in_a_folder, median_seconds

ASSESSMENT, FORM = "ab" * 16, "cd" * 32
ANSWERS, HISTORY = 5_000, 20_000


def filled(path: Path, folder: Path) -> None:
    """A file with 5,000 answers and 20,000 more entries that they superseded."""
    identity = load_identity(folder / "home", "Ana")
    with Mission.create(path) as mission:
        mission.add_assessment(ASSESSMENT, FORM)
        heads: dict[str, str] = {}
        for turn in range((ANSWERS + HISTORY) // ANSWERS):
            drafts = [
                Draft(
                    "answer", key, {"value": str(turn), "evidence": "2"},
                    (heads[key],) if key in heads else (), 1_700_000_000_000 + turn,
                )
                for key in (f"/data/section_{n // 50}/question_{n}" for n in range(ANSWERS))
            ]  # fmt: skip
            written = mission.write(ASSESSMENT, drafts, "Ana")
            heads = {entry.key: entry.name for entry in written}
            mission.seal(ASSESSMENT, identity)


def opened(path: Path) -> None:
    """Open the file and read what stands."""
    with Mission.open(path) as mission:
        assert len(mission.heads(ASSESSMENT)) >= ANSWERS


def long_form(folder: Path) -> FormSource:
    """A form of 5,000 questions in 100 sections."""
    lines = ["| survey | | | |", "| | type | name | label |"]
    for section in range(100):
        lines.append(f"| | begin_group | s{section} | Section {section} |")
        lines += [f"| | integer | q{section}_{n} | Question {n} |" for n in range(ANSWERS // 100)]
        lines.append("| | end_group | | |")
    path = folder / "long.md"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return xlsform.read_form(path)


def filled_form(path: Path, folder: Path) -> None:
    """The same answers and history as `filled`, to a form that asks for them."""
    identity = load_identity(folder / "home", "Ana")
    with Assessment.create(path, long_form(folder), identity=identity) as assessment:
        asked = [node.reference for node in assessment.instance.questions()]
        heads: dict[str, str] = {}
        for turn in range((ANSWERS + HISTORY) // ANSWERS):
            drafts = [
                Draft(
                    "answer", key, {"value": str(turn), "evidence": "2"},
                    (heads[key],) if key in heads else (), 1_700_000_000_000 + turn,
                )
                for key in asked
            ]  # fmt: skip
            written = assessment.mission.write(assessment.uuid, drafts, "Ana")
            heads = {entry.key: entry.name for entry in written}
            assessment.seal()


def acknowledged(path: Path, folder: Path) -> list[float]:
    """The times of 400 answers, each on the disk before the next, ascending."""
    taken = []
    with opened_form(path, folder) as assessment:
        asked = [node.reference for node in assessment.instance.questions()]
        for number, reference in enumerate(asked[:: len(asked) // 400][:400]):
            start = time.perf_counter()
            assessment.answer(reference, str(1000 + number), note="seen")
            taken.append(time.perf_counter() - start)
    return sorted(taken)


def opened_form(path: Path, folder: Path) -> Assessment:
    """The form, live, with its 5,000 answers."""
    return Assessment.open(path, identity=load_identity(folder / "home", "Ana"))


def proof_of_export(folder: Path) -> Row:
    """How much of an export is proving it: what was written is read back and received anew."""
    made = make_demo(folder / "demo")
    mission = next(Path(made.folder, "field").glob("San Verano a.mission"))
    with opened_form(mission, folder) as assessment:
        report = folder / "report.pdf"
        whole = median_seconds(lambda: export_report(assessment, report), times=3)
        carried = read_parcel(report)
        contents = unpack_parcel(carried)

        def prove_again() -> None:
            written = report.read_bytes()
            assert extract_from_pdf(written, report.name) == carried
            sender, named = contents.sender, parcel_fingerprint(carried)
            assert check_pdf_pages(written, parcel=named, sender=sender).state == SIGNED
            prove_parcel(
                unpack_parcel(carried), assessment.mission, assessment.uuid, lambda _: True
            )

        proof = median_seconds(prove_again, times=3)
    return Row(
        "an export, against the same without its proof", whole, floor=whole - proof,
        ratio_at_most=1.20, note=f"the proof takes {proof * 1000:.0f} ms",
    )  # fmt: skip


def run() -> list[Row]:
    """The table of issue C."""
    return in_a_folder(lambda folder: list(_rows(folder)))


def _rows(folder: Path) -> Iterator[Row]:
    path = folder / "long.mission"
    filled(path, folder)
    yield Row(
        "open 5,000 answers, 20,000 superseded", median_seconds(lambda: opened(path)), at_most=0.5
    )
    path = folder / "form.mission"
    filled_form(path, folder)
    yield Row(
        "the same with its form, live",
        median_seconds(lambda: opened_form(path, folder).mission.close()), at_most=0.5,
    )  # fmt: skip
    times = acknowledged(path, folder)
    median = times[len(times) // 2]
    yield Row(
        "an answer on the disk, 95th of 100", times[len(times) * 95 // 100], at_most=0.010,
        note=f"median {median * 1000:.1f} ms",
    )  # fmt: skip
    yield proof_of_export(folder)
