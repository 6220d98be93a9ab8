"""Somebody with a key of their own uses a name, and a person sees what it is worth."""

from __future__ import annotations

import pytest

from assessor.assessment.core.signer_trust import trust_of
from assessor.assessment.exchange.import_diff import preview_import
from assessor.assessment.report.report_export import export_report
from assessor.parcel.keys.identity import Identity, load_identity
from assessor.registry.receive.receiver import receive
from assessor.store.model.authority import MAX_SUPERSEDED
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form
from tests.support.parcel.parcel_files import genuine_parcel, stranger_parcel
from tests.support.store.laptops import Laptop

REPORTS = "/data/police/reports"
SAYS = "says it is Elena, with another key"


def key(identity: Identity) -> str:
    return identity.public.hex()


@pytest.fixture
def genuine(tmp_path):
    """Elena's parcel: a mission that she founded."""
    with laptop(tmp_path, "Elena").create(small_form(tmp_path)) as mission:
        mission.answer(REPORTS, "120")
        yield export_report(mission, tmp_path / "elena.assessor").path, mission


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize(
    ("name", "mark"), [("Elena", SAYS), ("ЕLENA", SAYS.replace("Elena", "ЕLENA")),
                       ("Bo", "Bo (not a member of the team)")]
)  # fmt: skip
def test_a_name_of_a_member_with_another_key_is_told(tmp_path, genuine, order, name, mark):
    """The mark stands beside every word of the stranger until the six words were compared."""
    path, mission = genuine
    stranger = load_identity(tmp_path / "stranger", name)
    files = [path, stranger_parcel(tmp_path, mission.mission, stranger, {REPORTS: "9"})]
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        for number in order:
            receive(registry, [files[number]])
        reader = load_identity(tmp_path / "office", "Office")
        assert trust_of(registry, reader).named(name, key(stranger), str) == mark
        registry.vouch_for([key(stranger)])
        assert trust_of(registry, reader).named(name, key(stranger), str) == f"{name} (unverified)"


def test_many_answers_replaced_at_once_are_told(tmp_path):
    """In an assessment of an earlier version, somebody replaces more than a person would."""
    ana, fresh = Laptop(tmp_path, "Ana"), load_identity(tmp_path / "ben", "Ben")
    keys = [f"/d/q{number}" for number in range(MAX_SUPERSEDED + 1)]
    for each in keys:
        ana.say(each, "1")
    ana.seal()
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive(registry, [genuine_parcel(tmp_path, ana.mission, ana.identity)])
        receive(registry, [stranger_parcel(tmp_path, ana.mission, fresh, dict.fromkeys(keys, ""))])
        trust = trust_of(registry, load_identity(tmp_path / "office", "Office"))
        assert trust.mark(key(fresh)) == "waits: it would replace many answers of others"
        assert trust.mark(key(ana.identity)) == "unverified"
    ana.mission.close()


def test_a_preview_shows_what_the_import_will(tmp_path, genuine):
    """Elena looks at what she would receive: a stranger's value would stand beside hers."""
    _, mission = genuine
    stranger = load_identity(tmp_path / "stranger", "Elena")
    path = stranger_parcel(tmp_path, mission.mission, stranger, {REPORTS: "9"})
    [change] = preview_import(mission, [path]).answers
    assert (change.reference, change.disputed) == (REPORTS, True)
    assert (change.after, change.named()) == ("9", "Elena (not a member of the team)")
    receive(mission.mission, [path])
    mission.reload()
    assert len(mission.all_heads("answer", REPORTS)) == 2
