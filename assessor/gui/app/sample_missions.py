"""The sample missions: made once in the person's documents, then found among the recent ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from assessor.gui.feedback.busy_dialog import BusyDialog
from assessor.gui.state.session import Session
from assessor.gui.toolkit.dialogs.message_dialog import show_error
from assessor.gui.toolkit.system.background_task import ReportProgress
from assessor.gui.toolkit.text.captions import Caption, caption

REGISTRY = "headquarters.registry"


def open_samples(parent: QWidget, session: Session, folder: Path) -> bool:
    """Make the samples in `folder` unless they are there; True if there are some to show."""
    registry = folder / REGISTRY
    while folder.exists() and not registry.is_file():
        # what stands there is somebody's by now; the samples are made beside it
        folder = folder.with_name(f"{folder.name}-new")
        registry = folder / REGISTRY
    if not registry.is_file():
        busy = BusyDialog(parent, session, "Making the sample missions", making(session, folder))
        busy.exec()
        if busy.error is not None:
            show_error(parent, busy.error, session.language)
            return False
        for path, told in busy.result_of_work.items():
            session.preferences.put_caption(path, told.to_json())
    for path in sorted(folder.glob("field/*.mission"), reverse=True):
        session.preferences.remember(path, datetime.now())
    if not session.preferences.get("registry"):
        session.preferences.put("registry", str(registry))
    return True


def making(session: Session, folder: Path) -> Callable[[ReportProgress], dict[Path, Caption]]:
    """A task that makes the samples; the caption of each mission by its path."""
    identity = session.identity()

    def task(tell: ReportProgress) -> dict[Path, Caption]:
        from assessor.assessment.assessment import Assessment
        from assessor.assessment.samples.demo import make_demo

        told = {}
        for laptop in make_demo(folder, tell).laptops:
            with Assessment.open(laptop.mission, identity=identity) as mission:
                told[laptop.mission] = caption(mission)
        return told

    return task
