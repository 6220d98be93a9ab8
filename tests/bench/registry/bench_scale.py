"""A registry of many thousand assessments, in a file and in PostgreSQL: what grows with it.

What is generated: SCALE assessments (sizes apart by commas, 1,000 and 10,000 unless said) of 190
countries, each of 200 entries (SCALE_ENTRIES) by one of twenty people: real changesets, really
signed, with the stages of the shipped instrument. Working out what is kept of each takes the time
told in its row; beyond SAMPLE of them the kept rows are repeated from those, each under its own
stamp, country and date, since nothing measured here depends on what is in them. SCALE_ENGINE=file
or =postgres measures one engine alone.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from assessor.assessment.assessment import Assessment
from assessor.assessment.headquarters.case_cache import CaseCache
from assessor.assessment.headquarters.case_comparison import ComparedCases, compared_cases
from assessor.assessment.headquarters.case_format import FORMAT_VERSION, CaseHead
from assessor.assessment.review.score_trace import score_trace
from assessor.form.authoring import xlsform
from assessor.parcel.keys.identity import Identity, load_identity
from assessor.registry.analysis.stage_comparison import HeatMap, build_heat_map
from assessor.registry.receive.receiver import receive
from assessor.shipped import FORMS_FOLDER
from assessor.store.model.changeset import Changeset, seal_changeset
from assessor.store.model.changeset_core import CoreLine, build_core
from assessor.store.write.cache_db import CacheDb
from assessor.store.write.mission import Mission
from tests.bench import Row, T, amount, in_a_folder
from tests.bench.registry.bench_receive import template, write_reports
from tests.support.postgres_server import programs, serving

SIZES = [int(size) for size in os.environ.get("SCALE", "1000,10000").split(",")]
ENGINE = os.environ.get("SCALE_ENGINE", "")
ENTRIES = int(os.environ.get("SCALE_ENTRIES", "200"))
COUNTRIES, SAMPLE, BATCH = 190, 40, 500
SERVER = ("shared_buffers=256MB", "max_wal_size=4GB", "checkpoint_timeout=30min")


@dataclass
class World:
    """Who fills what: the form, its questions, and the people."""

    form: str
    packed: bytes
    asked: list[str]
    people: list[Identity]
    names: dict[str, str] = field(default_factory=dict)

    def changeset(self, number: int) -> Changeset:
        """Everything said in one assessment."""
        dice, identity = random.Random(number), self.people[number % len(self.people)]
        at = 1_700_000_000_000 + number * 1000
        lines = [CoreLine("answer", key, at + place, ()) for place, key in enumerate(self.asked)]
        said = build_core(
            identity.public.hex(), identity.name, 1, self.form, uuid_of(number), lines
        )
        bodies = [
            f'{{"evidence":"documented","value":"{dice.randrange(1, 6)}"}}' for _ in self.asked
        ]
        for place, key in enumerate(self.asked):
            if value := self._fact(key.rpartition("/")[2], number):
                bodies[place] = f'{{"value":"{value}"}}'
        return seal_changeset(said, bodies, identity)

    @staticmethod
    def _fact(name: str, number: int) -> str:
        head = head_of(number, "")
        return {"country": head.country, "region": head.region, "mission_start": head.start}.get(
            name, ""
        )


def uuid_of(number: int) -> str:
    """An assessment's uuid, spread evenly."""
    return f"{(number + 1) * 0x9E3779B97F4A7C15 % 2**64:016x}{number:016x}"


def head_of(number: int, form: str, sections: str = "", makers: str = "") -> CaseHead:
    """What an assessment is told apart by: its country, region and date."""
    country, year = number % COUNTRIES, 2005 + number // COUNTRIES % 21
    return CaseHead(
        form, "1", f"C{country:02X}", f"Country {country}", f"R{country % 9}",
        f"Region {country % 9}", f"M{number}", f"{year}-{1 + number % 12:02}-01", "", "150", "200",
        "0", sections, makers, "field" if number % 500 == 0 else "",
    )  # fmt: skip


def world(folder: Path) -> World:
    """The shipped form, and twenty keys."""
    source = xlsform.read_form(FORMS_FOLDER / "cybercrime_needs")
    people = [load_identity(folder / f"person{at}", f"Assessor {at}") for at in range(20)]
    with Mission.open(folder / "one.mission") as mission, CaseCache(mission, people[0]) as shelf:
        words = shelf.words(source.digest, "en")
    questions = list(words.asked)
    assert words.instrument is not None
    stages = set(words.instrument.indicator_of)
    wanted = {"country", "region", "mission_start", *stages}
    chosen = [path for path in questions if path.rpartition("/")[2] in wanted]
    more = [f"/data/more/question_{at}" for at in range(ENTRIES - len(chosen))]
    return World(source.digest, source.pack(), chosen + more, people)


@dataclass
class Measured:
    """One registry as it grows, and how long its parts took."""

    name: str
    mission: Mission
    loading: float = 0.0
    each: float = 0.0

    def grow(self, changesets: list[Changeset]) -> None:
        """Take in a batch, in one transaction."""
        began = time.perf_counter()
        self.mission.add(changesets)
        self.loading += time.perf_counter() - began

    def keep(self, world: World, since: int, size: int) -> None:
        """Work out a sample; the rest as if it had been."""
        identity = world.people[0]
        numbers = range(since, size)
        sample = [uuid_of(number) for number in numbers[:SAMPLE]]
        with CaseCache(self.mission, identity) as shelf:
            began = time.perf_counter()
            heads = list(shelf.heads(only=sample).values())
            self.each = (time.perf_counter() - began) / len(sample)
        cache = CacheDb.open_beside(self.mission, f"{version('assessor')} {FORMAT_VERSION}")
        wholes = [cache.whole(uuid) or b"" for uuid in sample]
        stamps = self.mission.stamps()
        rows = []
        for number in numbers:
            person, kept = world.people[number % len(world.people)], heads[number % SAMPLE]
            made_by = f"{person.public.hex()}{person.name}"
            head = head_of(number, world.form, kept.sections, made_by)
            uuid, whole = uuid_of(number), wholes[number % SAMPLE]
            rows.append((uuid, stamps[uuid], "", head.text(), whole))
        cache.put(rows)
        cache.close()

    def measure(self, world: World, size: int, folder: Path) -> Iterator[Row]:
        """What an analyst waits for."""
        named = f"{size:,} × {ENTRIES}, {self.name}"
        rate = size * ENTRIES / self.loading
        yield Row(f"{named}: load", self.loading, note=f"{rate:,.0f} entries/s, {BATCH} at once")
        yield Row(f"{named}: work one out", self.each)
        with CaseCache(self.mission, world.people[0]) as shelf:
            (compared, told), row = timed(f"{named}: heat map", 1.0, lambda: self._map(shelf))
            yield row
            assert len(compared.cases) >= size and len(told.lines) >= min(size, COUNTRIES)
            code = told.columns[0][0]
            inside, row = timed(
                f"{named}: a section", 0.2, lambda: build_heat_map(compared.cases, section=code)
            )
            yield row
            about, stage = inside.lines[len(inside.lines) // 2].assessment, inside.columns[0][0]
            found, row = timed(f"{named}: a stage", 0.2, lambda: self._trace(about, stage, world))
            yield row
            assert found
            for by in ("region", "year"):
                _, row = timed(
                    f"{named}: by {by}", None, lambda by=by: build_heat_map(compared.cases, by=by)
                )
                yield row
            yield timed(f"{named}: conflicts", None, shelf.conflicts)[1]
            yield timed(f"{named}: conflicts anew", None, self.mission.conflicts)[1]
            yield timed(f"{named}: to review", None, shelf.reviewed)[1]
            report = sorted((folder / "sent").glob("*.pdf"))[0]
            yield timed(f"{named}: one more PDF", 1.0, lambda: self._one_more(shelf, report))[1]
            report.unlink()

    @staticmethod
    def _map(shelf: CaseCache) -> tuple[ComparedCases, HeatMap]:
        compared = compared_cases(shelf, "en")
        return compared, build_heat_map(compared.cases)

    def _trace(self, uuid: str, code: str, world: World) -> bool:
        return score_trace(Assessment.of(self.mission, uuid, world.people[0]), code) is not None

    def _one_more(self, shelf: CaseCache, report: Path) -> None:
        """A PDF received, and worked out, while all the others are there."""
        [receipt] = receive(self.mission, [report])
        shelf.heads(only=receipt.assessments)
        assert receipt.status == "new", receipt.reasons


def timed(name: str, bar: float | None, deed: Callable[[], T]) -> tuple[T, Row]:
    """What a deed gives, and how long a person waited; the note says how long this process worked,
    which is all of it on a machine with nothing else to do."""
    began, worked = time.perf_counter(), time.process_time()
    found = deed()
    took, worked = time.perf_counter() - began, time.process_time() - worked
    return found, Row(name, took, at_most=bar, note=f"processor {amount(worked, 's')}")


def run() -> list[Row]:
    """The table of issue F, second row."""
    return in_a_folder(lambda folder: list(_rows(folder)))


def _rows(folder: Path) -> Iterator[Row]:
    (folder / "sent").mkdir()
    template(folder)
    write_reports(folder, 0, 2 * len(SIZES))
    made = world(folder)
    with ExitStack() as opened:
        registries = []
        if ENGINE in ("", "file"):
            file = opened.enter_context(Mission.create(folder / "hq.registry", role="registry"))
            registries.append(Measured("a file", file))
        if ENGINE in ("", "postgres") and programs() is not None:
            server = opened.enter_context(serving(*SERVER, where=Path("/tmp")))
            shared = opened.enter_context(Mission.create(server.database()))
            registries.append(Measured("PostgreSQL", shared))
        for one in registries:
            one.mission.put_form(made.form, made.packed)
            one.mission.vouch_for(each.public.hex() for each in made.people)
        since = 0
        for size in SIZES:
            for first in range(since, size, BATCH):
                batch = [
                    made.changeset(number) for number in range(first, min(size, first + BATCH))
                ]
                for one in registries:
                    one.grow(batch)
            for one in registries:
                one.keep(made, since, size)
                for row in one.measure(made, size, folder):
                    if os.environ.get("SCALE"):
                        from tests.bench.__main__ import told

                        print(told(row), flush=True)
                    yield row
            since = size
            yield Row(
                f"{size:,} × {ENTRIES}, a file: on the disk",
                sum(path.stat().st_size for path in folder.glob("hq.registry*")) / 2**20, "MB",
            )  # fmt: skip
