"""Robots at the window: two do a whole mission by keyboard alone, one clicks 10,000 times.

The tests do some of the same: `tests/gui/app/test_robot.py`, `test_keyboard_mission.py`.
ROBOT=keyboard|random takes one kind alone, SEED=… another way, ROBOT_STEPS=… another length.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assessor.assessment.entries.meetings import meetings_of
from assessor.assessment.review.mission_check import check_assessment
from tests.bench import Row

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

STEPS = int(os.environ.get("ROBOT_STEPS", "10000"))
WARM = min(1_000, STEPS)
"""Steps after which everything that is loaded once is loaded: memory should hardly grow further."""
SAID = (("/data/sec_thr/thr_reports_total", "7"), ("/data/sec_thr/thr_reports_total", "9"))


def run() -> list[Row]:
    """The steps, how long the slowest of a hundred took, and whether file and screen agree."""
    faulthandler.enable()
    which = os.environ.get("ROBOT", "keyboard random").split()
    rows: list[Row] = []
    if "keyboard" in which:
        rows += by_keyboard("en") + by_keyboard("ar")
    if "random" in which:
        rows += random_robot()
    return rows


def by_keyboard(language: str) -> list[Row]:
    """A whole mission: every section, lines of tables, evidence, a meeting, reasons for what is
    left, the report, and headquarters, which receives it."""
    wrong: list[str] = []
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        note = _mission(Path(folder), language, wrong)
    took = time.perf_counter() - start
    name = f"robot: a mission by keyboard alone, {language}"
    return [
        Row(name, took),
        Row(
            f"{name}: what is lacking",
            float(len(wrong)),
            "",
            at_most=0.0,
            note=wrong[0] if wrong else note,
        ),
    ]


def _mission(folder: Path, language: str, wrong: list[str]) -> str:
    """Do it, and read the file and the registry; what was done, in a line."""
    from PySide6.QtCore import Qt

    from tests.support.gui.by_keyboard import KeyboardMission
    from tests.support.gui.hands import CTRL, SHIFT

    window = _window_in(folder)
    window.resize(1400, 900)
    window.session.speak(language)
    end = _listening(wrong, lambda: str(me.desk.inspector.reference))
    me = KeyboardMission(window, language)
    me.begin()
    path = Path(window.session.assessment.path)
    me.meet("الشرطة")
    me.skips = me.supports = 0.1
    sections = me.fill()
    me.take_leave()
    left, mended = me.give_reasons(), me.correct()
    me.look_at(Qt.Key.Key_F7)
    me.look_at(Qt.Key.Key_T, CTRL | SHIFT)
    me.look_at(Qt.Key.Key_L, CTRL | SHIFT)
    report = me.export()
    registry = me.send_to_headquarters(report)
    window.close()
    window.deleteLater()
    end()
    wrong += me.out_of_order
    answered = _lacking(path, registry, folder, wrong)
    return f"{sections} sections, {answered} answers, {left} reasons, {mended} mended"


def _lacking(path: Path, registry: Path, folder: Path, wrong: list[str]) -> int:
    """What the file and the registry do not say of a whole mission, into `wrong`; its answers."""
    from assessor.assessment.assessment import Assessment
    from assessor.parcel.keys.identity import load_identity
    from assessor.store.write.mission import Mission

    identity = load_identity(folder / "home")
    with Assessment.open(path, identity=identity) as again, Mission.open(registry) as office:
        given = again.instance.answers()
        supported = [key for key in given if again.answer_at(key).evidence]
        recommended = [key for key in given if "/recs[" in key and key.endswith("rec_text")]
        [row] = office.assessments() or [None]
        there = Assessment.of(office, row.uuid, identity).instance.answers() if row else {}
        for said, so in {
            f"unanswered: {[one.reference for one in again.unanswered()]}": again.progress().percent
            == 100,
            f"violations: {again.violations()}": not again.violations(),
            f"problems: {check_assessment(again).problems}": not check_assessment(again).problems,
            "no evidence level": len(supported) > 5,
            "fewer than two recommendations": len(recommended) >= 2,
            "not one meeting": len(meetings_of(again)) == 1,
            "the registry says otherwise": there == given,
        }.items():
            if not so:
                wrong.append(said)
        return len(given)


def random_robot() -> list[Row]:
    """Clicks and types at random on the desk, in every dialog, at headquarters, with files."""
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        robot, taken, memory = _go(Path(folder), wrong)
    p99 = sorted(taken)[int(len(taken) * 0.99)]
    dialogs = sum(robot.visited.values())
    kinds = len(robot.visited)
    note = wrong[0] if wrong else f"{dialogs:,} dialogs of {kinds} kinds; file and screen agree"
    count = float(len(wrong))
    return [
        Row("robot: an answer, an undo, a click beside, p99", p99, at_most=0.5),
        Row(
            f"robot: {STEPS:,} steps: warnings, errors, differences",
            count,
            "",
            at_most=0.0,
            note=note,
        ),
        Row(
            f"robot: memory at the end, and after {WARM:,} steps",
            memory[1],
            "MB",
            floor=memory[0],
            ratio_at_most=1.5,
        ),
    ]


def _megabytes() -> float:
    """The memory of this process, garbage collected first; where unknown, the most it ever had."""
    gc.collect()
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _window_in(folder: Path) -> Any:
    """A shown window whose preferences, keys and documents lie in `folder`."""
    from assessor.gui.app.startup import create_window

    os.environ |= {
        "HOME": str(folder),
        "ASSESSOR_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
    }
    window = create_window(folder / "home")
    window.session.rename("Noor")
    window.show()
    window.activateWindow()
    return window


def _listening(wrong: list[str], at: Callable[[], str]) -> Callable[[], None]:
    """From now on every warning of Qt and every exception goes into `wrong`, with where it was;
    the call that ends this."""
    from PySide6.QtCore import qInstallMessageHandler

    silent = "This plugin does not support"

    def warned(_kind: Any, _where: Any, said: str) -> None:
        if silent not in said:
            wrong.append(f"{at()}: {said}")

    def raised(*what: Any) -> None:
        wrong.append(f"{at()}: {what[1]!r}")
        hook(*what)

    hook, sys.excepthook = sys.excepthook, raised
    qInstallMessageHandler(warned)

    def end() -> None:
        sys.excepthook = hook
        qInstallMessageHandler(None)

    return end


def _go(folder: Path, wrong: list[str]) -> tuple[Any, list[float], tuple[float, float]]:
    """Walk the robot; every warning of Qt and every exception goes into `wrong`. The robot, how
    long its steps took in seconds, and the memory (MB) after WARM steps and at the end."""
    from assessor.assessment.assessment import Assessment
    from assessor.assessment.mission.form_files import form_source
    from assessor.parcel.keys.identity import load_identity
    from tests.support.gui.roamer import Roamer, lay_out
    from tests.support.gui.robot import differences

    form = form_source("cybercrime_needs")
    wares = lay_out(folder / "wares", form, ".pdf", SAID)
    window = _window_in(folder)
    window.session.create(folder / "a.mission", form)
    end = _listening(wrong, lambda: f"step {robot.done}")
    robot, taken = Roamer(window, int(os.environ.get("SEED", "2026")), wares), []
    warm = 0.0
    for step in range(STEPS):
        if step == WARM - 1:
            warm = _megabytes()
        start = time.perf_counter()
        if robot.step() in ("answer", "side", "undo"):
            taken.append(time.perf_counter() - start)
    robot.come_home()
    end_memory = _megabytes()
    path = Path(window.session.assessment.path)
    identity = load_identity(folder / "home")
    wrong += robot.trapped
    wrong += differences(window, lambda: Assessment.open(path, identity=identity))
    window.close()
    window.deleteLater()
    end()
    return robot, taken, (warm, end_memory)
