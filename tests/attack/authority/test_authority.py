"""A stranger with a key of their own says what a member of the team said."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor.assessment.entries.membership import make_member
from assessor.assessment.report.report_export import export_report
from assessor.errors import Refused
from assessor.parcel.keys.identity import Identity, load_identity
from assessor.parcel.pack.parcel_pack import pack_parcel
from assessor.registry.receive.receiver import receive
from assessor.store.model.authority import MAX_SUPERSEDED, name_skeleton
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import SMALL, laptop, small_form
from tests.support.assessment.laptops import written as written_form
from tests.support.parcel.parcel_files import genuine_parcel, stranger_parcel
from tests.support.store.laptops import ASSESSMENT, Laptop

REPORTS = "/data/police/reports"
STAGE = "/data/police/stage"


def stranger(tmp_path: Path, name: str = "Elena") -> Identity:
    return load_identity(tmp_path / "stranger", name)


@pytest.fixture
def genuine(tmp_path):
    """Elena's parcel: a mission that she founded, with two answers."""
    elena = laptop(tmp_path, "Elena")
    with elena.create(small_form(tmp_path)) as mission:
        mission.answer(REPORTS, "120")
        mission.answer(STAGE, "3")
        path = export_report(mission, tmp_path / "elena.assessor").path
        yield path, mission


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("value", ["9", "", None])
@pytest.mark.parametrize("name", ["Elena", "Someone Else"])
def test_a_fresh_key_supersedes_no_word_of_the_founder(tmp_path, genuine, order, value, name):
    """In any order of arrival her answer stands, and the stranger's waits beside it."""
    path, mission = genuine
    files = [
        path,
        stranger_parcel(tmp_path, mission.mission, stranger(tmp_path, name), {REPORTS: value}),
    ]
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        for number in order:
            receive(registry, [files[number]])
        [row] = registry.assessments()
        heads = registry.heads(row.uuid)["answer", REPORTS]
        assert [head.body and head.body["value"] for head in heads] == [
            "120",
            None if value is None else value,
        ]
        [conflict] = registry.conflicts()
        assert (conflict.key, conflict.heads[0].signer) == (
            REPORTS,
            mission.identity.public.hex(),
        )
        assert registry.check() == ()


def test_a_stranger_who_blanks_everything_leaves_everything(tmp_path, genuine):
    """Another key blanked 131 answers: the registry then showed none, and nothing waited."""
    path, mission = genuine
    blank = stranger_parcel(tmp_path, mission.mission, stranger(tmp_path), {REPORTS: "", STAGE: ""})
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive(registry, [path, blank])
        [row] = registry.assessments()
        shown = {
            key: heads[0].body and heads[0].body["value"]
            for (kind, key), heads in registry.heads(row.uuid, "answer").items()
        }
        assert (shown[REPORTS], shown[STAGE]) == ("120", "3")
        assert {conflict.key for conflict in registry.conflicts()} == {REPORTS, STAGE}


def test_an_answer_to_a_blank_question_waits_for_a_person(tmp_path, genuine):
    """The stranger answers what nobody answered: it is seen, and it is in the inbox."""
    path, mission = genuine
    cases = "/data/police/cases"
    more = stranger_parcel(tmp_path, mission.mission, stranger(tmp_path), {cases: "7"})
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive(registry, [path, more])
        assert [conflict.key for conflict in registry.conflicts()] == [cases]


def test_a_stranger_invites_nobody(tmp_path, genuine):
    """A stranger signs an invitation of their own key; a stranger may not even write one."""
    _, mission = genuine
    key = stranger(tmp_path)
    with pytest.raises(Refused, match="Only a member of the team"):
        make_member(mission.mission, mission.uuid, key.public.hex(), key)
    with pytest.raises(Refused, match="belongs to the team already"):
        own = mission.identity
        make_member(mission.mission, mission.uuid, own.public.hex(), own)


def test_a_stranger_changes_neither_form_nor_joins(tmp_path, genuine):
    """Orders to read the answers by another form, or to join them with others, do nothing."""
    path, mission = genuine
    identity = stranger(tmp_path)
    other = tmp_path / "copy.mission"
    mission.mission.backup(other)
    with Mission.open(other) as copy:
        evil = written_form(SMALL.replace("Stage of the unit", "All internal findings"))
        copy.put_form(evil.digest, evil.pack())
        drafts = [
            Draft("form", "form", {"digest": evil.digest}, (), 2_000_000_000_000),
            Draft("alias", "cd" * 16, {}, (), 2_000_000_000_000),
        ]
        copy.write(mission.uuid, drafts, identity.name)
        parcel = tmp_path / "orders.assessor"
        copy.seal(None, identity)
        parcel.write_bytes(pack_parcel(copy, [mission.uuid]))
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive(registry, [parcel, path])
        assert registry.form_binding(mission.uuid) == (mission.source.digest, ())
        registry.add_assessment("cd" * 16, mission.source.digest)
        assert registry.joined(mission.uuid) == (mission.uuid,)


def test_whose_words_were_compared_may_replace(tmp_path, genuine):
    """Once the six words are compared, the same key is believed; once it is not, no more."""
    path, mission = genuine
    identity = stranger(tmp_path, "Tomas")
    newer = stranger_parcel(tmp_path, mission.mission, identity, {REPORTS: "130"})
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive(registry, [path, newer])
        for vouched, shown in (([identity.public.hex()], ["130"]), ([], ["120", "130"])):
            registry.vouch_for(vouched)
            heads = registry.heads(mission.uuid)["answer", REPORTS]
            assert [head.body["value"] for head in heads] == shown
            assert registry.check() == ()


@pytest.mark.parametrize("name", ["Elena Robles", "ELENA ROBLES", "Еlеnа Rоblеs", "EIena Robles"])
def test_names_that_look_alike_replace_nothing(tmp_path, name):
    """In an assessment of an earlier version nobody is vouched for; the stranger has her name."""
    elena = Laptop(tmp_path, "Elena Robles")
    elena.say("/d/q1", "1")
    elena.seal()
    fresh = load_identity(tmp_path / "fresh", name)
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive(registry, [genuine_parcel(tmp_path, elena.mission, elena.identity)])
        receive(registry, [stranger_parcel(tmp_path, elena.mission, fresh, {"/d/q1": "2"})])
        [conflict] = registry.conflicts()
        assert {head.body["value"] for head in conflict.heads} == {"1", "2"}
    elena.mission.close()


def test_a_changeset_that_replaces_many_answers_waits(tmp_path):
    """Somebody under another name replaces more answers than a person would in passing."""
    ana = Laptop(tmp_path, "Ana")
    keys = [f"/d/q{number}" for number in range(MAX_SUPERSEDED + 1)]
    for key in keys:
        ana.say(key, "1")
    ana.seal()
    ben = load_identity(tmp_path / "ben", "Ben")
    for count, waiting in ((MAX_SUPERSEDED, 0), (MAX_SUPERSEDED + 1, MAX_SUPERSEDED + 1)):
        with Mission.create(tmp_path / f"{count}.registry", role="registry") as registry:
            receive(registry, [genuine_parcel(tmp_path, ana.mission, ana.identity)])
            receive(
                registry,
                [stranger_parcel(tmp_path, ana.mission, ben, dict.fromkeys(keys[:count], ""))],
            )
            assert len(registry.conflicts()) == waiting
            values = [
                heads[0].body["value"] for heads in registry.heads(ASSESSMENT, "answer").values()
            ]
            assert values.count("1") == (len(keys) if waiting else 1)
    ana.mission.close()


def test_large_letters_make_no_other_name():
    """A large I looks like l, and is an i all the same."""
    assert len(set(map(name_skeleton, ("Ali Marin", "ALI MARIN", "AIi Marln", "marin ali")))) == 1


def test_names_that_differ_are_not_alike():
    """Two colleagues keep their own names."""
    names = ["Ana Ortiz", "Anna Ortiz", "Ana Orti", "Елена", "محمد", "محمود"]
    assert len({name_skeleton(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    "name",
    ["Marin, Elena", "Dr. Elena Marin", "Elena Marin (verified)", "Elena\u200b Marin",
     "Elena\u00a0\u00a0Marin", "Ｅｌｅｎａ Ｍａｒｉｎ", "Elena Marin [unverified]",
     "Prof. Dr Marin-Elena", "Sra. Elena Marín", "Elena Marin.", "Elena “Marin”",
     "Elena Marin（已核实）", "Mme Elena Marin"],
)  # fmt: skip
def test_titles_marks_and_order_make_no_other_person(name: str) -> None:
    """None of these stood beside her name as one that looks alike."""
    assert name_skeleton(name) == name_skeleton("Elena Marin")


@pytest.mark.parametrize("name", ["Dr.", "(verified)", "Ms", "—"])
def test_a_name_of_titles_alone_is_still_a_name(name: str) -> None:
    assert name_skeleton(name) not in ("", name_skeleton("Elena Marin"))


def test_the_founder_is_who_the_id_names(tmp_path, genuine):
    """A stranger who claims to have founded the mission is not believed."""
    path, mission = genuine
    identity = stranger(tmp_path)
    copy_path = tmp_path / "copy.mission"
    mission.mission.backup(copy_path)
    with Mission.open(copy_path) as copy:
        [founder] = copy.entries(mission.uuid, "founder")
        claim = Draft("founder", founder.key, {}, (founder.name,), 1)
        copy.write(mission.uuid, [claim], identity.name)
        copy.seal(None, identity)
        parcel = tmp_path / "claim.assessor"
        parcel.write_bytes(pack_parcel(copy, [mission.uuid]))
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive(registry, [parcel, path])
        authority = registry.authority(mission.uuid)
        assert authority.founder == mission.identity.public.hex()
        assert not authority.is_trusted(identity.public.hex())
