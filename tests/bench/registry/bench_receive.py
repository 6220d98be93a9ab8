"""A mailbox of mission PDFs received at once: how long, how much memory, and how long again."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from pathlib import Path

import pikepdf

from assessor.assessment.assessment import Assessment
from assessor.assessment.headquarters.publication import read_registry, write_tables
from assessor.assessment.report.report_export import export_report
from assessor.form.authoring import xlsform
from assessor.parcel.child.child_protocol import SEAL_FILE
from assessor.parcel.child.document_digest import digest_document
from assessor.parcel.child.page_digest import page_digests
from assessor.parcel.child.pdf_parser import find_parcel
from assessor.parcel.keys.identity import Identity, load_identity
from assessor.parcel.pack import parcel_pack as parcels
from assessor.parcel.pdf.page_seal import make_page_seal
from assessor.parcel.pdf.report_pdf import ATTACHMENT
from assessor.registry.receive.receiver import receive
from assessor.shipped import FORMS_FOLDER
from assessor.store.model.changeset import seal_changeset
from assessor.store.model.changeset_core import CoreLine, build_core
from assessor.store.model.database_address import DatabaseAddress
from assessor.store.write.mission import Mission
from tests.bench import Row, in_a_folder
from tests.support.postgres_server import programs, serving

REPORTS, SENDERS, QUESTIONS = 1_000, 20, 180
_RECEIVE = """
import json, resource, sys, time
from pathlib import Path
from assessor.parcel.child.parser_pool import MAX_PARSERS, stop_parsers
from assessor.registry.receive.receiver import receive
from assessor.store.model.database_address import parse_location
from assessor.store.write.mission import Mission
with Mission.open(parse_location(sys.argv[1])) as registry:
    start = time.perf_counter()
    receipts = receive(registry, [Path(sys.argv[2])])
    took = time.perf_counter() - start
stop_parsers()
kept = {one.status for one in receipts}, {one.pages for one in receipts}
ours, theirs = (
    resource.getrusage(who).ru_maxrss / 1024
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
)
print(json.dumps([took, len(receipts), *map(sorted, kept), ours + MAX_PARSERS * theirs]))
"""


def template(folder: Path) -> bytes:
    """The PDF of one mission, as it is exported."""
    identity = sender(folder, 0)
    for number in range(SENDERS):
        sender(folder, number)  # each key is made once, before several processes want it
    source = xlsform.read_form(FORMS_FOLDER / "cybercrime_needs")
    with Assessment.create(folder / "one.mission", source, identity=identity) as assessment:
        export_report(assessment, folder / "one.pdf")
        asked = [node.reference for node in assessment.instance.questions()]
    (folder / "asked.json").write_text(json.dumps(asked[:QUESTIONS]))
    return (folder / "one.pdf").read_bytes()


def write_reports(folder: Path, first: int, last: int) -> None:
    """Reports like the template, each with another mission's answers; both seals are real."""
    whole = (folder / "one.pdf").read_bytes()
    asked = json.loads((folder / "asked.json").read_text())
    [form] = parcels.unpack_parcel(find_parcel(whole)[1]).forms.items()
    for number in range(first, last):
        identity = sender(folder, number)
        parcel = filled(number, asked, form, identity)
        with pikepdf.open(BytesIO(whole)) as pdf:
            files = {
                str(item.UF): item.EF.F
                for item in pdf.objects
                if isinstance(item, pikepdf.Dictionary) and "/EF" in item
            }
            files[ATTACHMENT].write(parcel)
            named, digests = parcels.parcel_fingerprint(parcel), digest_document(pdf)
            files[SEAL_FILE].write(make_page_seal(named, page_digests(pdf), *digests, identity))
            pdf.save(folder / "sent" / f"{number:04}.pdf", compress_streams=False)


def sender(folder: Path, number: int) -> Identity:
    """One of the people who send reports."""
    place = number % SENDERS
    return load_identity(folder / f"home{place}", f"Assessor {place}")


def filled(number: int, asked: list[str], form: tuple[str, bytes], identity: Identity) -> bytes:
    """A parcel with an answer to every question asked, and the form."""
    dice = random.Random(number)
    start, uuid = 1_700_000_000_000 + number * 10_000_000, f"{number:032x}"
    lines = [CoreLine("answer", key, start + place * 20_000, ()) for place, key in enumerate(asked)]
    said = build_core(identity.public.hex(), identity.name, 1, form[0], uuid, lines)
    bodies = [
        f'{{"evidence":"{dice.randrange(4)}","value":"{dice.randrange(1, 6)}"}}' for _ in asked
    ]
    changeset = seal_changeset(said, bodies, identity)
    return parcels.build_parcel([changeset], {uuid: form[0]}, dict([form]), signer=identity)


def write_parcels(folder: Path, first: int, last: int) -> None:
    """The parcels alone, as they come without a report: what the writer does stands out."""
    asked = json.loads((folder / "asked.json").read_text())
    [form] = parcels.unpack_parcel(find_parcel((folder / "one.pdf").read_bytes())[1]).forms.items()
    for number in range(first, last):
        parcel = filled(number, asked, form, sender(folder, number))
        (folder / "parcels" / f"{number:04}.assessor").write_bytes(parcel)


def received(
    registry: Path | DatabaseAddress, folder: Path
) -> tuple[float, int, list[str], list[str], float]:
    """Seconds, receipts, their statuses, their pages, and MB at most of all processes together."""
    done = subprocess.run(
        [sys.executable, "-c", _RECEIVE, getattr(registry, "url", str(registry)), str(folder)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    took, count, statuses, pages, memory = json.loads(done.stdout)
    return took, count, statuses, pages, memory


def run() -> list[Row]:
    """The table of issue F, first row."""
    return in_a_folder(
        lambda folder: [*_made(folder), *_rows(folder), *_published(folder), *_parcels(folder)]
    )


def _made(folder: Path) -> list[Row]:
    """Everything that is sent; nothing is measured yet."""
    (folder / "sent").mkdir()
    (folder / "parcels").mkdir()
    template(folder)
    step = REPORTS // 8
    with ProcessPoolExecutor(2) as pool:
        starts = range(0, REPORTS, step)
        for write in (write_reports, write_parcels):
            list(pool.map(write, [folder] * 8, starts, [start + step for start in starts]))
    return []


def _published(folder: Path) -> Iterator[Row]:
    """What was received, for other programs: work of the processor for each assessment."""
    identity = sender(folder, 0)
    with Mission.open(folder / "hq.registry") as mission:
        for what, bar in (("worked out first", None), ("where nothing changed", 0.002)):
            began = time.process_time()
            found = read_registry(mission, identity, "en")
            each = (time.process_time() - began) / REPORTS
            [answers] = (len(one.rows) for one in found.sheets if one.name == "answers")
            note = f"{answers / REPORTS:.0f} answers each"
            yield Row(f"tables to publish, {what}, each", each, at_most=bar, note=note)
        for kind in ("csv", "sqlite", "parquet"):
            began = time.process_time()
            write_tables(found, kind, folder / kind)
            yield Row(f"written as {kind}, each", (time.process_time() - began) / REPORTS)


def _parcels(folder: Path) -> Iterator[Row]:
    """Parcels and reports into a file and into a database, each engine from the beginning."""
    file = folder / "parcels.registry"
    Mission.create(file, role="registry").close()
    yield _rate("parcels alone, into a file", received(file, folder / "parcels"))
    if programs() is None:
        return
    with serving(where=Path("/tmp")) as server:
        for sent, what in (("parcels", "parcels alone"), ("sent", "PDFs")):
            shared = server.database()
            Mission.create(shared).close()
            yield _rate(f"{what}, into PostgreSQL", received(shared, folder / sent))


def _rate(name: str, told: tuple[float, int, list[str], list[str], float]) -> Row:
    took, count, statuses, *_ = told
    assert (count, statuses) == (REPORTS, ["new"]), told
    return Row(f"{REPORTS:,} {name}", took, note=f"{count / took:.0f} a second")


def _rows(folder: Path) -> Iterator[Row]:
    size = (folder / "one.pdf").stat().st_size
    registry = folder / "hq.registry"
    Mission.create(registry, role="registry").close()
    took, count, statuses, pages, memory = received(registry, folder / "sent")
    assert (count, statuses, pages) == (REPORTS, ["new"], ["as signed"])
    yield Row(
        f"{REPORTS:,} mission PDFs of {QUESTIONS} answers received", took, at_most=120.0,
        note=f"{size / 2**20:.1f} MB each; {took / REPORTS * 1000:.0f} ms each",
    )  # fmt: skip
    yield Row("memory for that, all processes together", memory, "MB", at_most=500.0)
    took, count, statuses, pages, _ = received(registry, folder / "sent")
    assert (count, statuses, pages) == (REPORTS, ["known"], ["as signed"])
    yield Row("the same PDFs received again", took, at_most=20.0)
    few = sorted((folder / "sent").iterdir())[:50]
    again = folder / "again.pdf"
    with Mission.open(registry) as mission:
        start = time.perf_counter()
        for report in few:
            again.write_bytes(report.read_bytes() + b"\n% saved again\n")
            [receipt] = receive(mission, [again])
            assert receipt.status == "known" and receipt.pages == "as signed"
        yield Row("a report saved anew and received again", (time.perf_counter() - start) / 50)
