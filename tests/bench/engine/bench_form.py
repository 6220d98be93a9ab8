"""The form engine: the shipped form, 5,000 and 10,000 questions, and JavaRosa on the same forms."""

from __future__ import annotations

import itertools
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from assessor.form.authoring import xlsform
from assessor.form.live.instance import Instance
from assessor.form.parse.form_parser import parse_form
from assessor.form.parse.form_source import FormSource
from tests.bench import Row
from tests.support.form.markdown_forms import read_markdown

REPOSITORY = Path(__file__).resolve().parents[3]
PEER = REPOSITORY.parent / "shared" / "peer_bench"
CORPUS = REPOSITORY.parent / "shared" / "conformance"
STRESS = ("fan1000", "chain1000", "rep")


def cpu_seconds(call: Callable[[], object], times: int = 5) -> float:
    """The least processor time of several calls: what a quiet machine would take."""
    taken = []
    for _ in range(times):
        started = time.process_time()
        call()
        taken.append(time.process_time() - started)
    return min(taken)


def start(source: FormSource) -> Instance:
    """A form parsed and a new instance of it."""
    counter = itertools.count()
    return Instance(
        parse_form(source),
        now=lambda: datetime(2026, 11, 24, 9, tzinfo=UTC),
        new_id=lambda: f"a{next(counter):07d}",
    )


def median_of(call: Callable[[int], object], times: int = 60) -> float:
    """The median seconds of `call(0)`, `call(1)` …"""
    taken = []
    for number in range(times):
        started = time.perf_counter()
        call(number)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def run() -> list[Row]:
    """The shipped form always; the rest where the peer's forms are at hand."""
    rows = shipped()
    if not PEER.is_dir():
        return [*rows, Row("peer benches are not here: nothing to compare with", 0.0)]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "bench"
        shutil.copytree(PEER, work)
        for script, *sizes in (("genform.py", "5000", "10000"), ("genstress.py",)):
            subprocess.run(
                [sys.executable, script, *sizes], cwd=work, check=True, stdout=subprocess.DEVNULL
            )
        java, ours = rounds(work)
        return [*rows, *loads(work, java, ours), *large(work, java), *stress(work, java), *corpus()]


def shipped() -> list[Row]:
    """The 180-question form."""
    source = FormSource(xlsform.read_form(REPOSITORY / "forms" / "cybercrime_needs").xform)
    instance = start(source)
    reference = "/data/sec_thr/thr_statistics_criteria"
    return [
        Row(
            "load 180 questions, processor time",
            cpu_seconds(lambda: start(source)),
            at_most=0.06,
        ),
        Row(
            "one answer of 180 questions, to the overall score",
            median_of(
                lambda n: instance.set(reference, ("police_count.no", "police_count.shown")[n % 2])
            ),
            at_most=0.0002,
        ),
    ]


def rounds(work: Path, times: int = 3) -> tuple[dict[str, float], list[Load]]:
    """JavaRosa's times in seconds by name (none without Java), and loads of our own.

    Both sides start in new processes, by turns, so that neither has the quieter machine; what is
    told of either is its median.
    """
    jar = next(Path(sys.prefix).rglob("ODK_Validate.jar"), None)
    if shutil.which("javac") is None or jar is None:
        return {}, [loaded(work / "forms" / "gen_5000.xml") for _ in range(times)]
    shutil.copy(Path(__file__).parent / "java" / "LoadJR.java", work)
    classes = ("BenchJR.java", "StressJR.java", "LoadJR.java")
    subprocess.run(["javac", "-cp", str(jar), *classes], cwd=work, check=True, capture_output=True)
    theirs: list[dict[str, float]] = []
    ours: list[Load] = []
    for _ in range(times):
        theirs.append(_peer(work, f"{jar}:."))
        ours.append(loaded(work / "forms" / "gen_5000.xml"))
    found = {name: statistics.median(each[name] for each in theirs) for name in theirs[0]}
    found["again"] = min(_java(work, f"{jar}:.", "LoadJR", "forms/gen_5000.xml", "4")) / 1000
    return found, ours


def _peer(work: Path, classes: str) -> dict[str, float]:
    big = _java(work, classes, "BenchJR", "forms/gen_5000.xml", "5000")
    small = _java(work, classes, "StressJR")
    found = {"load": big["load_ms"]}
    for ours, theirs in (
        ("answer", "int_calc_chain"),
        ("toggle", "toggle_relevance"),
        ("choices", "choice_filter"),
    ):
        found[ours] = big[theirs]["median"]
    found |= {name: small[name] for name in ("fan1000", "chain1000")}
    found |= {"add": small["rep_add_last50"], "inside": small["rep500_set"]}
    return {name: value / 1000 for name, value in found.items()}


def _java(work: Path, classes: str, *arguments: str) -> Any:
    done = subprocess.run(
        ["java", "-cp", classes, *arguments], cwd=work, check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout.strip().splitlines()[-1])


class Load(NamedTuple):
    """A first load in a new process: seconds by the clock and of the processor, resident MB."""

    wall: float
    processor: float
    megabytes: float


_LOAD = """
import resource, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.bench.engine.bench_form import FormSource, start
wall, processor = time.perf_counter(), time.process_time()
instance = start(FormSource(Path(sys.argv[1]).read_text(encoding="utf-8")))
wall, processor = time.perf_counter() - wall, time.process_time() - processor
pages = int(Path("/proc/self/statm").read_text().split()[1])
print(wall, processor, pages * resource.getpagesize() / 2**20)
"""


def loaded(form: Path) -> Load:
    """A form read and loaded in a process of its own: nothing is warm, its memory only its own."""
    done = subprocess.run(
        [sys.executable, "-c", _LOAD, str(form), str(REPOSITORY)],
        check=True,
        capture_output=True,
        text=True,
    )
    return Load(*map(float, done.stdout.split()))


def loads(work: Path, java: dict[str, float], ours: list[Load]) -> list[Row]:
    """5,000 questions and 1,000 calculates; twice that, for time and memory."""
    source = FormSource((work / "forms" / "gen_5000.xml").read_text(encoding="utf-8"))
    twice = [loaded(work / "forms" / "gen_10000.xml") for _ in range(2)]
    return [
        Row(
            "load 5,000 questions + 1,000 calculates",
            statistics.median(each.wall for each in ours),
            floor=java.get("load"),
            ratio_at_most=1 / 6,
            note="both in new processes, by turns",
        ),
        Row("the same, processor time", min(each.processor for each in ours), at_most=0.5),
        Row(
            "the same, loaded before in the process",
            cpu_seconds(lambda: start(source)),
            floor=java.get("again"),
            note="JavaRosa: the best of four, compiled by then",
        ),
        Row(
            "load 10,000 + 2,000, processor time",
            min(each.processor for each in twice),
            at_most=1.2,
        ),
        Row("resident memory with them", max(each.megabytes for each in twice), "MB", at_most=120),
    ]


def large(work: Path, java: dict[str, float]) -> list[Row]:
    """Answers and choices among 5,000 questions: the same steps as in the peer's bench."""
    instance = start(FormSource((work / "forms" / "gen_5000.xml").read_text(encoding="utf-8")))
    for section in range(100):
        instance.set(f"/data/s{section}/q{section}_0", "yes")
    city = instance.node("/data/city")

    def answer(n: int) -> object:
        return instance.set(f"/data/s{n}/q{n}_4", str(n))

    def toggle(n: int) -> object:
        return instance.set(f"/data/s{n}/q{n}_10", "yes")

    def choices(n: int) -> object:
        instance.set("/data/state", f"st{n % 20}")
        return city.choices

    first = median_of(choices, 20)
    return [
        Row(
            "one answer to the grand total, 5,000 questions",
            median_of(answer),
            floor=java.get("answer"),
            at_most=0.0001,
            ratio_at_most=1 / 5,
        ),
        Row("relevance toggled, 5,000 questions", median_of(toggle), floor=java.get("toggle")),
        Row(
            "choices: 1,000 filtered to 50, with labels",
            median_of(choices),
            floor=java.get("choices"),
            ratio_at_most=1 / 4,
            note=f"each list for the first time: {first * 1e6:.0f} µs",
        ),
    ]


def stress(work: Path, java: dict[str, float]) -> list[Row]:
    """1,000 dependants, a chain of 1,000, 500 repeat instances."""
    fan, chain, rep = (
        start(FormSource((work / "forms" / f"{name}.xml").read_text())) for name in STRESS
    )
    added = []
    for _ in range(499):
        started = time.perf_counter()
        rep.add_repeat("/data/r")
        added.append(time.perf_counter() - started)
    rows = rep.repeats()
    first, last = growth()
    return [
        Row(
            "one answer, 1,000 dependants",
            median_of(lambda n: fan.set("/data/q0", str(n))),
            floor=java.get("fan1000"),
            ratio_at_most=1 / 5,
        ),
        Row(
            "one answer, 1,000-step chain",
            median_of(lambda n: chain.set("/data/q0", str(n))),
            floor=java.get("chain1000"),
            ratio_at_most=1 / 5,
        ),
        Row(
            "add the 500th 12-field repeat",
            statistics.median(added[-50:]),
            floor=java.get("add"),
            ratio_at_most=1.0,
            note=f"first 50: {statistics.median(added[:50]) * 1e6:.0f} µs",
        ),
        Row(
            "add the 2,000th, where nothing looks over the rows",
            last,
            floor=first,
            ratio_at_most=1.5,
            note="floor: the first 50",
        ),
        Row(
            "answer inside 500 repeats, with sum()",
            median_of(lambda n: rep.set(f"{rows[n + 50]}/x3", "5"), 50),
            floor=java.get("inside"),
            ratio_at_most=1.0,
        ),
    ]


def growth() -> tuple[float, float]:
    """Median seconds to add one of the first 50 and one of the last 50 of 2,000 instances."""
    fields = "".join(f"|  | text | t{number} | T |\n" for number in range(12))
    form = f"| survey |\n|  | type | name | label |\n|  | begin repeat | r | R |\n{fields}"
    instance = start(read_markdown(f"{form}|  | end repeat | | |\n"))
    added = []
    for _ in range(2000):
        started = time.perf_counter()
        instance.add_repeat("/data/r")
        added.append(time.perf_counter() - started)
    return statistics.median(added[:50]), statistics.median(added[-50:])


def corpus() -> list[Row]:
    """Every recorded corpus replayed once."""
    if not CORPUS.is_dir():
        return []
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "tests.conformance", str(CORPUS)],
        cwd=REPOSITORY,
        check=False,
        stdout=subprocess.DEVNULL,
    )
    return [Row("whole recorded corpus replayed", time.perf_counter() - started, at_most=30)]
