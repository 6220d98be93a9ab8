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

from assessor.form import xlsform
from assessor.form.instance import Instance
from assessor.form.parse import parse
from assessor.form.source import FormSource
from tests.bench import Row, median_seconds

REPOSITORY = Path(__file__).resolve().parents[2]
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
        parse(source),
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
        java = peer(work)
        return [*rows, *large(work, java), *stress(work, java), *corpus()]


def shipped() -> list[Row]:
    """The 180-question form."""
    source = FormSource(xlsform.read(REPOSITORY / "forms" / "cybercrime_needs").xform)
    instance = start(source)
    reference = "/data/sec_thr/thr_statistics_stage"
    return [
        Row(
            "load 180 questions, processor time",
            cpu_seconds(lambda: start(source)),
            at_most=0.06,
        ),
        Row(
            "one answer of 180 questions, to the overall score",
            median_of(lambda n: instance.set(reference, str(n % 5 + 1))),
            at_most=0.0002,
        ),
    ]


def peer(work: Path) -> dict[str, float]:
    """JavaRosa's times in seconds, by name; empty where there is no Java."""
    jar = next(Path(sys.prefix).rglob("ODK_Validate.jar"), None)
    if shutil.which("javac") is None or jar is None:
        return {}
    classes = f"{jar}:."
    subprocess.run(
        ["javac", "-cp", str(jar), "BenchJR.java", "StressJR.java"],
        cwd=work,
        check=True,
        capture_output=True,
    )
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


def _java(work: Path, classes: str, *arguments: str) -> dict:
    done = subprocess.run(
        ["java", "-cp", classes, *arguments], cwd=work, check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout.strip().splitlines()[-1])


def large(work: Path, java: dict[str, float]) -> list[Row]:
    """5,000 questions and 1,000 calculates; twice that, for time and memory."""
    source = FormSource((work / "forms" / "gen_5000.xml").read_text(encoding="utf-8"))
    load = median_seconds(lambda: start(source), times=3)
    processor = cpu_seconds(lambda: start(source), times=3)
    instance = start(source)
    for section in range(100):
        instance.set(f"/data/s{section}/q{section}_0", "yes")
    city = instance.node("/data/city")

    def answer(n: int) -> object:
        return instance.set(f"/data/s{n}/q{n}_4", str(n))

    def toggle(n: int) -> object:
        return instance.set(f"/data/s{n}/q{n}_10", "yes" if n % 2 else "no")

    def choices(n: int) -> object:
        instance.set("/data/state", f"st{n % 20}")
        return city.choices

    return [
        Row(
            "load 5,000 questions + 1,000 calculates",
            load,
            floor=java.get("load"),
            ratio_at_most=1 / 6,
        ),
        Row("the same, processor time", processor, at_most=0.5),
        *twice(work),
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
        ),
    ]


_LOAD = """
import resource, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.bench.bench_form import FormSource, start
source = FormSource(Path(sys.argv[1]).read_text(encoding="utf-8"))
started = time.process_time()
instance = start(source)
pages = int(Path("/proc/self/statm").read_text().split()[1])
print(time.process_time() - started, pages * resource.getpagesize() / 2**20)
"""


def twice(work: Path) -> list[Row]:
    """10,000 questions, in a process of their own so that its memory is only theirs."""
    done = subprocess.run(
        [sys.executable, "-c", _LOAD, str(work / "forms" / "gen_10000.xml"), str(REPOSITORY)],
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, megabytes = map(float, done.stdout.split())
    return [
        Row("load 10,000 + 2,000, processor time", seconds, at_most=1.2),
        Row("resident memory with them", megabytes, "MB", at_most=120),
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
            "answer inside 500 repeats, with sum()",
            median_of(lambda n: rep.set(f"{rows[n + 50]}/x3", "5"), 50),
            floor=java.get("inside"),
            ratio_at_most=1.0,
        ),
    ]


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
