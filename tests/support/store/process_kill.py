"""Kills a working process again and again and checks what it left.

The jobs are those of a laptop: answer and attach files, import, decide, back up, export reports.
"""

from __future__ import annotations

import hashlib
import os
import random
import select
import shutil
import signal
import sys
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from assessor.assessment.assessment import Assessment
from assessor.assessment.report.report_export import export_report
from assessor.form.authoring import xlsform
from assessor.parcel.child.parser_pool import stop_parsers
from assessor.parcel.keys.identity import load_identity
from assessor.parcel.pack.parcel_pack import pack_parcel, parcel_fingerprint, unpack_parcel
from assessor.parcel.pdf.parcel_extraction import read_parcel
from assessor.registry.receive.receiver import receive_parcel
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import SMALL
from tests.support.store.laptops import ASSESSMENT, FORM, Laptop

Acknowledge = Callable[[int], None]
Job = Callable[[Mission, Path, Acknowledge], None]

REPORTS = "/data/police/reports"
POSSIBLE = sys.platform != "win32"


def answering(mission: Mission, folder: Path, acknowledge: Acknowledge) -> None:
    """Answer, attach files, seal now and then; acknowledge the number of entries."""
    identity = load_identity(folder / "home", "Ana")
    count = len(mission.entries(ASSESSMENT))
    while True:
        seen = mission.heads(ASSESSMENT).get(("answer", f"/d/q{count % 7}"), ())
        parents = tuple(head.name for head in seen)
        draft = Draft("answer", f"/d/q{count % 7}", {"value": str(count)}, parents, count)
        if count % 3 == 0:
            content = count.to_bytes(4, "big") * 2000
            digest = hashlib.sha256(content).hexdigest()
            mission.put_evidence(digest, content)
            draft = Draft("evidence", f"e{count}", {"sha256": digest}, (), count)
        mission.write(ASSESSMENT, [draft], "Ana")
        count += 1
        acknowledge(count)
        if count % 5 == 0:
            mission.seal(None, identity)


def importing(mission: Mission, folder: Path, acknowledge: Acknowledge) -> None:
    """Receive parcels and undo every fourth; acknowledge the number of receipts."""
    parcels = _parcels(folder)
    while True:
        for number, parcel in enumerate(parcels):
            receipt = receive_parcel(mission, parcel, f"{number}.pdf")
            if number % 4 == 3 and receipt.status == "new":
                mission.undo(receipt.id)
            acknowledge(len(mission.receipts()))


def deciding(mission: Mission, folder: Path, acknowledge: Acknowledge) -> None:
    """Make conflicts, resolve them, pack; acknowledge the number of entries."""
    identity = load_identity(folder / "home", "Ana")
    count = len(mission.entries(ASSESSMENT))
    while True:
        for value in ("1", "2"):
            draft = Draft("answer", f"/d/c{count // 3}", {"value": value}, (), count)
            mission.write(ASSESSMENT, [draft], "Ana")
        for conflict in mission.conflicts(ASSESSMENT):
            parents = tuple(head.name for head in conflict.heads)
            decision = Draft("answer", conflict.key, {"value": "3"}, parents, count)
            mission.write(ASSESSMENT, [decision], "Ana")
        count = len(mission.entries(ASSESSMENT))
        acknowledge(count)
        if count % 4 == 0:
            unpack_parcel(pack_parcel(mission, [ASSESSMENT], signer=identity))


def backing_up(mission: Mission, folder: Path, acknowledge: Acknowledge) -> None:
    """Answer and overwrite the last copy; acknowledge the entries in the copy."""
    count = len(mission.entries(ASSESSMENT))
    while True:
        mission.write(ASSESSMENT, [Draft("answer", "/d/q", {"value": "1"}, (), count)], "Ana")
        mission.backup(folder / "copy.mission")
        count += 1
        acknowledge(count)


def exporting(mission: Mission, folder: Path, acknowledge: Acknowledge) -> None:
    """Answer and overwrite the last report; acknowledge what the report must contain."""
    identity = load_identity(folder / "home", "Ana")
    assessment = Assessment.of(mission, None, identity)
    count = int(assessment.answer_at(REPORTS).value or 0)
    while True:
        count += 1
        assessment.answer(REPORTS, str(count))
        export_report(assessment, folder / "report.pdf")
        acknowledge(count)


JOBS: dict[str, Job] = {
    "answering": answering,
    "importing": importing,
    "deciding": deciding,
    "backing up": backing_up,
    "exporting": exporting,
}
WITHIN = {"exporting": 0.3}
"""Seconds from the first acknowledgement, or the start, to the kill; 0.06 for the other jobs."""


@lru_cache(maxsize=1)
def _parcels(folder: Path) -> list[bytes]:
    found = []
    for number in range(8):
        place = folder / f"sender{number}"
        sender = Laptop(place, "S")
        drafts = [
            Draft("answer", f"/d/q{key}", {"value": f"{number}-{key}"}, (), key)
            for key in range(30)
        ]
        sender.mission.write(ASSESSMENT, drafts, "S")
        found.append(pack_parcel(sender.mission, [ASSESSMENT], signer=sender.identity))
        sender.mission.close()
        shutil.rmtree(place)
    return found


def prepare(folder: Path, job: str) -> Path:
    """Create a mission for `job`."""
    path = folder / "work.mission"
    for left in (*folder.glob("*work.mission*"), *folder.glob("report.pdf")):
        left.unlink()
    if job == "exporting":
        form = folder / "small.md"
        form.write_text(SMALL, encoding="utf-8")
        identity = load_identity(folder / "home", "Ana")
        Assessment.create(path, xlsform.read_form(form), identity=identity).close()
        return path
    with Mission.create(path) as mission:
        mission.add_assessment(ASSESSMENT, FORM)
    load_identity(folder / "home", "Ana")
    if job == "importing":
        _parcels(folder)
    return path


def strike(
    job: str,
    path: Path,
    dice: random.Random,
    *,
    file_key: str | None = None,
    within: float | None = None,
) -> int:
    """Kill a child that does `job`; return what it acknowledged last, or -1."""
    stop_parsers()  # a child must not inherit the pipes
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(out)
            with Mission.open(path, file_key=file_key) as mission:
                JOBS[job](mission, path.parent, lambda count: _say(into, count))
        finally:
            os._exit(1)
    os.close(into)
    if dice.random() < 0.5:  # during the work, however slow the machine
        select.select([out], [], [], 10.0)
    time.sleep(dice.uniform(0.0, within or WITHIN.get(job, 0.060)))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the child ended before it was killed"
    with os.fdopen(out, "rb") as pipe:
        said = pipe.read()
    return int.from_bytes(said[-4 - len(said) % 4 :][:4], "big") if len(said) >= 4 else -1


def _say(pipe: int, count: int) -> None:
    os.write(pipe, count.to_bytes(4, "big"))


def inspect(job: str, path: Path, acknowledged: int) -> None:
    """Check that everything acknowledged is there, nothing is incomplete, and the file is sound."""
    with Mission.open(path) as mission:
        assert mission.check() == ()
        [row] = mission.assessments()
        assert mission.missing_files([row.uuid]) == {}
        if job == "importing":
            _inspect_receipts(mission, path.parent, acknowledged)
        elif job == "exporting":
            _inspect_report(mission, row.uuid, path.parent / "report.pdf", acknowledged)
        else:
            there = len(mission.entries(row.uuid))
            assert there >= acknowledged, f"{acknowledged} acknowledged, {there} there"
    copy = path.parent / "copy.mission"
    if job == "backing up" and copy.exists():
        with Mission.open(copy) as mission:
            assert mission.check() == ()
            assert len(mission.entries(ASSESSMENT)) >= acknowledged


def _inspect_receipts(mission: Mission, folder: Path, acknowledged: int) -> None:
    """Check that exactly what the receipts name is there."""
    receipts = mission.receipts()
    assert len(receipts) >= acknowledged, "a receipt is gone"
    standing = {each.fingerprint for each in receipts if each.status in ("new", "known")}
    assert standing <= {parcel_fingerprint(parcel) for parcel in _parcels(folder)}
    assert len(mission.entries(ASSESSMENT)) == 30 * len(standing), "a parcel was taken in by half"


def _inspect_report(mission: Mission, uuid: str, report: Path, acknowledged: int) -> None:
    """Check that mission and report contain the last acknowledged answer, or a later one."""
    said = int(_values(mission, uuid)[-1]) if _values(mission, uuid) else 0
    assert said >= acknowledged
    if report.exists():
        contents = unpack_parcel(read_parcel(report))
        with Mission.in_memory() as empty:
            empty.add(contents.changesets)
            told = int(_values(empty, uuid)[-1])
        assert acknowledged <= told <= said
    else:
        assert acknowledged < 1, "the report is gone"


def _values(mission: Mission, uuid: str) -> list[str]:
    return [entry.body["value"] for entry in mission.entries(uuid, "answer", REPORTS) if entry.body]


def campaign(folder: Path, strikes: int, seed: int, fresh_every: int = 20) -> dict[str, int]:
    """Strike a number of times, each job in turn on its own file; return the acknowledged strikes.

    Raises AssertionError for the first loss.
    """
    dice, alive = random.Random(seed), dict.fromkeys(JOBS, 0)
    for job in JOBS:
        place = folder / job.replace(" ", "")
        place.mkdir()
        path, most = place, -1
        for number in range(strikes // len(JOBS)):
            if number % fresh_every == 0:
                path, most = prepare(place, job), -1
            acknowledged = strike(job, path, dice)
            alive[job] += acknowledged >= 0
            most = max(most, acknowledged)
            inspect(job, path, most)
    return alive
