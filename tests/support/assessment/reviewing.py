"""Builders for reviews."""

from __future__ import annotations

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.exchange.exchange_folder import receive_files
from assessor.assessment.report.report_export import export_report
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form

REPORTS, CASES = "/data/police/reports", "/data/police/cases"


class Office:
    """A registry and its analyst."""

    def __init__(self, folder, name="Ivo"):
        self.analyst = laptop(folder, name, 15)
        self.folder = folder
        self.path = folder / f"{name}.registry"
        Mission.create(self.path, role="registry").close()

    def open(self):
        return Assessment.open(self.path, identity=self.analyst.identity(), now=self.analyst.clock)

    def receive(self, *files):
        from assessor.registry.receive.receiver import receive

        with Mission.open(self.path) as registry:
            receive(registry, files)

    def send_back(self, into):
        into.meet(self.analyst)
        path = self.folder / f"{self.analyst.name}.assessor"
        path.unlink(missing_ok=True)
        with self.open() as about:
            export_report(about, path)
        take_in(into, path)


def take_in(field, path):
    with field.open() as mission:
        receive_files(mission, [path])


def hand_in(field, office):
    path = field.folder / "out.assessor"
    path.unlink(missing_ok=True)
    with field.open() as mission:
        export_report(mission, path)
    office.receive(path)


@pytest.fixture
def field(tmp_path):
    elena = laptop(tmp_path, "Elena")
    with elena.create(small_form(tmp_path)) as mission:
        mission.answer(REPORTS, "120", evidence="claimed")
        mission.answer(CASES, "7")
    return elena


@pytest.fixture
def office(tmp_path, field):
    made = Office(tmp_path)
    hand_in(field, made)
    return made
