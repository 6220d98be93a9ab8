"""Sample missions: created once in the documents folder, then listed as recent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from assessor.gui.feedback.busy_dialog import run_busy
from assessor.gui.state.session import Session
from assessor.gui.toolkit.system.background_task import ReportProgress
from assessor.gui.toolkit.text.captions import Caption, caption

REGISTRY = "headquarters.registry"


def open_samples(parent: QWidget, session: Session, folder: Path) -> bool:
    """Create the samples in `folder` if needed; return True if there are some to show."""
    registry = folder / REGISTRY
    while folder.exists() and not registry.is_file():
        # the folder is in use by someone; use another one
        folder = folder.with_name(f"{folder.name}-new")
        registry = folder / REGISTRY
    if not registry.is_file():
        task = sample_task(session, folder)
        captions = run_busy(parent, session, "Making the sample missions", task)
        if captions is None:
            return False
        for path, summary in captions.items():
            session.preferences.put_caption(path, summary.to_json())
    for path in sorted(folder.glob("field/*.mission"), reverse=True):
        session.preferences.remember(path, datetime.now())
    if not session.preferences.get("registry"):
        session.preferences.put("registry", str(registry))
    return True


def sample_task(session: Session, folder: Path) -> Callable[[ReportProgress], dict[Path, Caption]]:
    """Return a task that creates the samples, whose registry takes in what this person signs, and
    returns captions by mission path."""
    identity = session.identity()

    def task(report_progress: ReportProgress) -> dict[Path, Caption]:
        from assessor.assessment.assessment import Assessment
        from assessor.assessment.samples.demo import make_demo
        from assessor.registry.trust.trust_roster import trust_key
        from assessor.store.write.mission import Mission

        captions = {}
        demo = make_demo(folder, report_progress)
        with Mission.open(demo.registry) as registry:
            if identity.name:
                trust_key(registry, identity.public.hex(), identity.name)
        for laptop in demo.laptops:
            with Assessment.open(laptop.mission, identity=identity) as mission:
                captions[laptop.mission] = caption(mission)
        return captions

    return task
