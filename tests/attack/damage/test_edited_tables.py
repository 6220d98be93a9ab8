"""A program with SQL edited a mission, and no digest of its bytes tells: a check finds it."""

from __future__ import annotations

import shutil

import pytest

from assessor.assessment.report.report_export import export_report
from assessor.assessment.review.mission_check import find_defects
from assessor.registry.receive.receiver import receive
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import SMALL, laptop, small_form, written

STAGE = "/data/police/stage"
EVIL = written(SMALL.replace("Stage of the unit", "All internal findings"))
EDITS = {
    "the form that was signed": f"UPDATE changeset SET form='{EVIL.digest}'",
    "the key that signed": "UPDATE changeset SET signer='" + "ab" * 32 + "' WHERE changeset=1",
    "the author": "UPDATE changeset SET author='Ben'",
    "the order": "UPDATE changeset SET sequence=sequence+7",
    "the standing": "UPDATE changeset SET standing=2",
    "a hidden assessment": "UPDATE assessment SET form=''",
    "a moment": "UPDATE entry SET at=at+1",
    "a body": """UPDATE entry SET body='{"value":"1"}'""",
    "what counts": "UPDATE entry SET superseded=1-superseded",
    "what replaces what": "DELETE FROM edge",
    "an entry gone": "DELETE FROM entry WHERE n=(SELECT max(n) FROM entry)",
    "a signed changeset emptied": "UPDATE changeset SET core=NULL, signature=NULL",
    "a signature": "UPDATE changeset SET signature=zeroblob(64)",
    "a view": "DROP VIEW answer",
    "a view that lies": "CREATE VIEW more AS SELECT 1",
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM setting; END",
    "an index": "DROP INDEX entry_subject",
}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Return Ana's mission and a registry that received her report."""
    folder = tmp_path_factory.mktemp("edited")
    ana = laptop(folder, "Ana")
    with ana.create(small_form(folder)) as mission:
        for value in ("1", "2"):
            mission.answer(STAGE, value)
            mission.seal()
        export_report(mission, folder / "ana.assessor")
    registry = folder / "hq.registry"
    with Mission.create(registry, role="registry") as opened:
        receive(opened, [folder / "ana.assessor"])
    return ana, {"mission": ana.mission, "registry": registry}


def edit(path, sql):
    """Edit a file as another program does, so that its digest tells nothing any more."""
    with Mission.open(path) as mission, mission.connection.transaction():
        mission.connection.execute(sql)


@pytest.mark.parametrize("role", ["mission", "registry"])
@pytest.mark.parametrize("name", EDITS)
def test_an_edit_with_sql_is_found_by_a_check(files, tmp_path, name, role):
    """One statement, in a mission or in a registry."""
    path = tmp_path / f"copy.{role}"
    shutil.copyfile(files[1][role], path)
    with Mission.open(path) as mission:
        assert find_defects(mission) == ()
    with Mission.open(path) as mission:
        with mission.connection.transaction():
            mission.connection.execute(EDITS[name])
        assert find_defects(mission)


def test_a_form_beside_the_signed_one_is_never_read(files, tmp_path):
    """Every row says that another form was signed, and that form is there, whole."""
    ana = files[0]
    before = ana.mission.read_bytes()
    try:
        with Mission.open(ana.mission) as mission, mission.connection.transaction():
            mission.connection.execute("INSERT INTO form VALUES(?, ?)", (EVIL.digest, EVIL.pack()))
        edit(ana.mission, f"UPDATE changeset SET form='{EVIL.digest}'")
        edit(ana.mission, f"UPDATE assessment SET form='{EVIL.digest}'")
        with ana.open() as opened:
            assert opened.node(STAGE).label == "Stage of the unit"
    finally:
        ana.mission.write_bytes(before)
