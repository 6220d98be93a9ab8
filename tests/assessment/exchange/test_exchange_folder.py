"""Exchange through one folder: what is left, imported and replaced."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessor.assessment.entries.comments import add_comment
from assessor.assessment.entries.evidence import attach_file
from assessor.assessment.entries.tasks import assign_tasks
from assessor.assessment.exchange.exchange_folder import (
    exchange,
    exchange_state,
    files_of_others,
    receive_files,
    team_keys,
)
from assessor.assessment.exchange.import_diff import preview_import
from assessor.assessment.exchange.team_progress import team_of
from assessor.assessment.mission.answer_redaction import redact_entry
from assessor.assessment.report.report_export import export_report
from assessor.errors import FileError
from assessor.parcel.pack.parcel_pack import unpack_parcel
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form

REPORTS, CASES = "/data/police/reports", "/data/police/cases"
STAGE, FINDING = "/data/police/stage", "/data/police/finding"


def go(person, folder):
    with person.open() as mission:
        return exchange(mission, folder)


SAYINGS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from([REPORTS, CASES, "police", ""]),  # an answer, a task, an exchange
        st.sampled_from(["1", "2"]),
    ),
    max_size=7,
)


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=SAYINGS, order=st.permutations(range(3)))
def test_whatever_is_said_and_exchanged_two_more_rounds_make_all_alike(said, order):
    with TemporaryDirectory() as place, ExitStack() as opened:
        stick = Path(place) / "stick"
        stick.mkdir()
        ana, *others = (laptop(Path(place), name) for name in ("Ana", "Ben", "Cleo"))
        ana.create(small_form(Path(place))).close()
        for each in others:
            each.copy_from(ana)
        laptops = [opened.enter_context(each.open()) for each in (ana, *others)]
        for who, what, value in said:
            if what == "police":
                assign_tasks(laptops[who], ["/data/police"], value)
            elif what:
                laptops[who].answer(what, value)
            else:
                exchange(laptops[who], stick)
        everything = {(e.at, e.author, e.key) for each in laptops for e in entries(each)}
        for who in (*order, *order):
            exchange(laptops[who], stick)
        assert [{e.name for e in entries(each)} for each in laptops[1:]] == [
            {e.name for e in entries(laptops[0])}
        ] * 2
        assert {(e.at, e.author, e.key) for e in entries(laptops[0])} == everything
        assert len(list(stick.iterdir())) == 3


def entries(mission):
    return mission.mission.entries(mission.uuid)


def test_the_name_tells_mission_and_day_and_no_person(team, stick):
    ana, *_ = team
    with ana.open() as mission:
        done = exchange(mission, stick)
        assert done.path.name.startswith(f"{mission.title} 2026-03-09 ")
    assert "Ana" not in done.path.name


def test_the_stick_is_not_left_half_written(team, stick):
    ana, ben, _ = team
    done = go(ana, stick)
    assert done.written and done.replaced == ()
    assert [each.name for each in stick.iterdir()] == [done.path.name]
    assert go(ben, stick).receipts[0].file == done.path.name


def test_nothing_new_is_not_written_again(team, stick):
    ana = team[0]
    first = go(ana, stick)
    before = first.path.read_bytes()
    again = go(ana, stick)
    assert (again.written, again.path) == (False, first.path)
    assert first.path.read_bytes() == before


def test_an_older_one_of_ours_goes_only_once_the_new_one_stands(team, stick, monkeypatch):
    ana = team[0]
    old = go(ana, stick).path
    ana.clock.time = ana.clock.time.replace(day=10)
    with ana.open() as mission:
        mission.answer(REPORTS, "7")
        with monkeypatch.context() as broken:
            broken.setattr("os.fsync", _refuse)
            with pytest.raises(FileError):
                exchange(mission, stick)
        assert [each.name for each in stick.iterdir()] == [old.name]
        done = exchange(mission, stick)
    assert done.replaced == (old.name,)
    assert "2026-03-10" in done.path.name
    assert list(stick.iterdir()) == [done.path]


def _refuse(_file):
    raise OSError(os.strerror(28))


def test_a_copied_laptops_parcel_is_taken_in_before_it_is_replaced(tmp_path, team, stick):
    """Two laptops with the same key leave their parcels under the same name."""
    ana = team[0]
    twin = laptop(tmp_path, "Twin")
    twin.copy_from(ana)
    with ana.open() as mission:
        mission.answer(REPORTS, "7")
        path = exchange(mission, stick).path
        with twin_of(twin, ana) as other:
            other.answer(CASES, "3")
            assert files_of_others(other, stick) == (path,)
            done = exchange(other, stick)
            assert done.path == path
            assert (other.answer_at(REPORTS).value, other.answer_at(CASES).value) == ("7", "3")
        exchange(mission, stick)
        assert mission.answer_at(CASES).value == "3"


def twin_of(twin, ana):
    from assessor.assessment.assessment import Assessment

    return Assessment.open(twin.mission, identity=ana.identity(), now=twin.clock)


def test_what_else_lies_on_the_stick_is_passed_over(team, stick):
    ana, ben, _ = team
    (stick / "holiday.pdf").write_bytes(b"%PDF-1.7\n%%EOF")
    (stick / "notes.txt").write_text("bring cake")
    (stick / "inside").mkdir()
    (stick / "broken.assessor").write_bytes(b"not a parcel at all")
    go(ben, stick)
    done = go(ana, stick)
    assert [one.status for one in done.receipts if one.file == "broken.assessor"] == ["refused"]
    assert "holiday.pdf" not in [one.file for one in done.receipts]
    assert (stick / "holiday.pdf").exists() and (stick / "broken.assessor").exists()


def test_a_mission_that_lies_in_the_folder_is_not_received_into_itself(team):
    ana = team[0]
    assert go(ana, ana.folder).receipts == ()


def test_a_stick_that_was_pulled_out_is_said(team, stick):
    stick.rmdir()
    with team[0].open() as mission, pytest.raises(FileError, match="plugged in"):
        exchange(mission, stick)


def test_large_files_travel_beside_and_go_with_their_parcel(team, stick, monkeypatch):
    monkeypatch.setattr("assessor.parcel.pack.sidecars.MAX_REPORT_EVIDENCE", 100)
    ana, ben, _ = team
    with ana.open() as mission:
        attach_file(
            mission, REPORTS, b"%PDF-1.7" + os.urandom(400), name="law.pdf", evidence_id="e1"
        )
        exchange(mission, stick)
        assert len(list(stick.iterdir())) == 2
        ana.clock.time = ana.clock.time.replace(day=10)
        mission.answer(REPORTS, "7")
        exchange(mission, stick)
    assert len(list(stick.iterdir())) == 2
    with ben.open() as mission:
        exchange(mission, stick)
        assert mission.mission.missing_files(mission.joint) == {}


def test_what_is_remembered_tells_what_others_lack(team, stick):
    ana, ben, _ = team
    with ben.open() as mission:
        mission.answer(REPORTS, "7")
        exchange(mission, stick)
    with ana.open() as mission:
        assert team_of(mission).unsent > 0
        exchange(mission, stick)
        assert exchange_state(mission.mission).folder == stick
        mission.answer(CASES, "3")
        mission.answer(STAGE, "2")
        told = team_of(mission)
        assert told.unsent == 2
        [of_ben] = [one for one in told.people if one.name == "Ben"]
        assert of_ben.lacks == 2
    with Mission.open(ana.mission) as mission:
        parcels = exchange_state(mission).parcels
    assert list(parcels) == [ben.identity().public.hex()]


def test_a_parcel_that_came_by_mail_tells_what_its_sender_lacks(tmp_path, team):
    ana, ben, _ = team
    with ben.open() as mission:
        mission.answer(REPORTS, "7")
        export_report(mission, tmp_path / "ben.assessor")
    with ana.open() as mission:
        mission.answer(CASES, "3")
        receive_files(mission, [tmp_path / "ben.assessor"], preview=True)
        assert exchange_state(mission.mission).parcels == {}
        receive_files(mission, [tmp_path / "ben.assessor"])
        mission.reload()
        assert [one.lacks for one in team_of(mission).people if not one.own] == [1]


def test_a_preview_says_which_answers_would_be_others(team, stick):
    ana, ben, _ = team
    with ben.open() as mission:
        mission.answer(REPORTS, "7")
        mission.answer(CASES, "3")
        add_comment(mission, CASES, "Why so few?")
        exchange(mission, stick)
    with ana.open() as mission:
        mission.answer(CASES, "4")
        before = set(mission.mission.entries(mission.uuid))
        paths = files_of_others(mission, stick)
        found = preview_import(mission, paths)
        assert [(one.reference, one.before, one.after, one.author, one.disputed)
                for one in found.answers] == [
            (REPORTS, "", "7", "Ben", False), (CASES, "4", "3", "Ben", True),
        ]  # fmt: skip
        assert found.others == {"comment": 1}
        assert set(mission.mission.entries(mission.uuid)) == before
        exchange(mission, stick)
        assert preview_import(mission, paths).answers == ()
        assert [one.key for one in mission.conflicts()] == [CASES]


def test_the_parcel_holds_everything_whoever_said_it(team, stick):
    ana, ben, _ = team
    with ben.open() as mission:
        mission.answer(REPORTS, "7", sensitivity="restricted")
        exchange(mission, stick)
    path = go(ana, stick).path
    contents = unpack_parcel(path.read_bytes())
    assert contents.withheld == 0
    assert {changeset.header.author for changeset in contents.changesets} == {"Ana", "Ben"}


def test_a_teams_passphrase_seals_what_lies_on_the_stick(team, stick):
    ana, ben, cleo = team
    with ben.open() as mission:
        keys = team_keys(mission, "orange tram window")
        mission.answer(REPORTS, "7")
        open_one = exchange(mission, stick).path
        done = exchange(mission, stick, keys=keys)
        assert (done.sealed, done.path.suffix, done.replaced) == (True, ".age", (open_one.name,))
        assert not exchange(mission, stick, keys=keys).written
        assert files_of_others(mission, stick, identities=keys) == ()
    assert b"Ben" not in done.path.read_bytes()
    with ana.open() as mission:
        paths = files_of_others(mission, stick, identities=keys)
        assert [one.after for one in preview_import(mission, paths, identities=keys).answers] == [
            "7"
        ]
        exchange(mission, stick, keys=keys)
        assert mission.answer_at(REPORTS).value == "7"
        assert [one.lacks for one in team_of(mission).people if one.name == "Ben"] == [0]
    with cleo.open() as mission:
        refused = exchange(mission, stick).receipts
        assert {one.status for one in refused} == {"refused"} and len(refused) == 2
        assert mission.answer_at(REPORTS).value == ""


def test_what_an_earlier_passphrase_sealed_is_ours_to_replace(team, stick):
    ana, ben, _ = team
    with ana.open() as mission, ben.open() as other:
        mission.answer(REPORTS, "1")
        first, second = (team_keys(mission, phrase) for phrase in ("orange tram", "green boat"))
        before = exchange(mission, stick, keys=first).path
        theirs = exchange(other, stick, keys=first).path
        strange = before.with_name(f"Eva {before.name}")
        strange.write_bytes(
            before.read_bytes()[:-1] + b"?"
        )  # with our name, but not left by this laptop
        assert before not in files_of_others(mission, stick, identities=second)
        done = exchange(mission, stick, keys=second)
        assert done.replaced == (before.name,) and not before.exists() and done.path.exists()
        refused = [one for one in done.receipts if one.status == "refused"]
        assert [one.file for one in refused] == sorted([theirs.name, strange.name])
        assert all("stays in the folder until whoever left it" in one.reason for one in refused)
        assert theirs.exists() and strange.exists()
        assert not exchange(mission, stick, keys=second).written


def test_the_key_of_the_file_does_not_lie_on_the_stick(tmp_path, stick):
    """Only headquarters gets the recovery of a passphrase, whoever the parcel is sealed to."""
    with laptop(tmp_path, "Ana").create(small_form(tmp_path), passphrase="orange tram") as mission:
        keys = team_keys(mission, "orange tram")
        path = exchange(mission, stick, keys=keys).path
    assert unpack_parcel(path.read_bytes(), identities=keys).recovery == b""


def test_without_a_passphrase_there_is_no_key(team):
    with team[0].open() as mission:
        assert team_keys(mission, None) == team_keys(mission, "") == ()


def test_a_report_for_others_on_the_stick_is_neither_taken_for_the_parcel_nor_away(team, stick):
    """A report exported there by hand is not ours to replace; one for the public holds too
    little.
    """
    ana, ben, _ = team
    with ana.open() as mission:
        mission.answer(REPORTS, "7", sensitivity="restricted")
        export_report(mission, stick / "for the ministry.assessor", profile="government")
        export_report(mission, stick / "for the file.assessor")
        done = exchange(mission, stick)
        assert done.written and done.replaced == ()
    assert {each.name for each in stick.iterdir()} == {
        done.path.name, "for the ministry.assessor", "for the file.assessor",
    }  # fmt: skip
    (stick / "for the file.assessor").unlink()
    with ben.open() as mission:
        exchange(mission, stick)
        assert mission.answer_at(REPORTS).value == "7"


def test_what_came_of_words_known_as_withheld_is_left_for_the_others(tmp_path, team, stick):
    """The number of entries is the same, but their bodies have arrived."""
    ana, ben, cleo = team
    with ben.open() as mission:
        mission.answer(REPORTS, "7", sensitivity="restricted")
        export_report(mission, tmp_path / "less.assessor", profile="public")
        export_report(mission, tmp_path / "more.assessor")
    with ana.open() as mission:
        receive_files(mission, [tmp_path / "less.assessor"])
        mission.reload()
        exchange(mission, stick)
        receive_files(mission, [tmp_path / "more.assessor"])
        mission.reload()
        assert exchange(mission, stick).written
    with cleo.open() as mission:
        exchange(mission, stick)
        assert mission.answer_at(REPORTS).value == "7"


def test_a_file_that_came_later_is_left_for_the_others(tmp_path, team, stick):
    ana, ben, cleo = team
    with ben.open() as mission:
        attach_file(
            mission, REPORTS, b"%PDF-1.7" + os.urandom(400), name="law.pdf", evidence_id="e1"
        )
        [beside] = export_report(mission, tmp_path / "b.assessor", sidecar_above=100).sidecars
    with ana.open() as mission:
        away = beside.rename(tmp_path / "away.assessor")
        receive_files(mission, [tmp_path / "b.assessor"])
        mission.reload()
        exchange(mission, stick)
        receive_files(mission, [away])
        assert exchange(mission, stick).written
        assert not exchange(mission, stick).written
    with cleo.open() as mission:
        exchange(mission, stick)
        assert mission.mission.missing_files(mission.joint) == {}


@pytest.mark.parametrize("room", [100, 10**6])
def test_a_file_taken_back_does_not_stay_on_the_stick(team, stick, monkeypatch, room):
    monkeypatch.setattr("assessor.parcel.pack.sidecars.MAX_REPORT_EVIDENCE", room)
    secret = b"%PDF-1.7" + os.urandom(400)
    with team[0].open() as mission:
        attach_file(mission, REPORTS, secret, name="passport.pdf", evidence_id="e1")
        exchange(mission, stick)
        [entry] = mission.mission.entries(mission.uuid, "evidence")
        redact_entry(mission, entry.name, "names a person")
        done = exchange(mission, stick)
    assert list(stick.iterdir()) == [done.path]
    assert unpack_parcel(done.path.read_bytes()).evidence == {}
