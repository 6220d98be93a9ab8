"""What is written is there and in the right state; nothing else opens as a mission."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

import pytest

from assessor.errors import (
    AssessorError,
    FileError,
    FutureFile,
    NotAMission,
    Refused,
    WrongPassphrase,
)
from assessor.parcel.pack.parcel_pack import pack_parcel, unpack_parcel
from assessor.registry.receive.receiver import receive_parcel
from assessor.store.files.connection import VERSION
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission
from tests.support.store.laptops import ASSESSMENT, FORM, Laptop


def values(laptop: Laptop, key: str) -> list[object]:
    return [head.body and head.body["value"] for head in laptop.heads(key)]


def test_an_answer_supersedes_the_displayed_one_and_history_keeps_both(tmp_path: Path) -> None:
    ana = Laptop(tmp_path, "Ana")
    ana.say("/d/q1", "3", evidence="2", sources=["s1"])
    ana.say("/d/q1", "4")
    assert values(ana, "/d/q1") == ["4"]
    history = ana.mission.entries(ASSESSMENT, "answer", "/d/q1")
    assert [entry.body and entry.body["value"] for entry in history] == ["3", "4"]
    assert history[1].parents == (history[0].name,)
    assert ana.mission.check() == ()


@pytest.mark.parametrize(
    "value", ["", " 3 ", "03", "1e5", "é", "e\u0301", "a\u0000b", "'; DROP", "\u202e", "9" * 40]
)
def test_a_value_comes_back_as_it_was_typed(tmp_path: Path, value: str) -> None:
    ana = Laptop(tmp_path, "Ana")
    ana.say("/d/q1", value)
    ana.seal()
    assert values(ana, "/d/q1") == [value]
    assert ana.mission.check() == ()


def test_sealing_names_drafts_and_changes_no_content(tmp_path: Path) -> None:
    ana = Laptop(tmp_path, "Ana")
    first = ana.say("/d/q1", "1")
    second = ana.say("/d/q1", "2")
    assert first.is_draft and second.is_draft
    [digest] = ana.seal()
    history = ana.mission.entries(ASSESSMENT)
    assert [entry.name for entry in history] == [f"{digest}:0", f"{digest}:1"]
    assert history[1].parents == (f"{digest}:0",)
    assert [entry.body for entry in history] == [first.body, second.body]
    assert not ana.mission.has_drafts() and ana.seal() == ()
    third = ana.say_over("/d/q1", "3", (second,))  # the name from before sealing still works
    assert third.parents == (f"{digest}:1",)
    assert values(ana, "/d/q1") == ["3"]
    ana.seal()
    assert len(list(ana.mission.changesets())) == 2
    assert ana.mission.check() == ()


def test_an_import_between_display_and_save_is_a_conflict(tmp_path: Path) -> None:
    ana, ben = Laptop(tmp_path, "Ana"), Laptop(tmp_path, "Ben")
    ana.say("/d/q1", "1")
    ana.seal()
    ben.mission.add(ana.mission.changesets())
    seen = ben.heads("/d/q1")
    ana.say("/d/q1", "2")
    ana.seal()
    ben.mission.add(ana.mission.changesets())
    ben.say_over("/d/q1", "5", seen)
    [conflict] = ben.mission.conflicts()
    assert [head.body and head.body["value"] for head in conflict.heads] == ["5", "2"] or (
        [head.body and head.body["value"] for head in conflict.heads] == ["2", "5"]
    )
    ben.say("/d/q1", "2")  # a decision: its parents are all heads
    ben.seal()
    ana.mission.add(ben.mission.changesets())
    for laptop in (ana, ben):
        assert values(laptop, "/d/q1") == ["2"]
        assert laptop.mission.conflicts() == ()
        assert laptop.mission.check() == ()


def test_agreement_is_no_conflict_and_an_answer_beats_a_blank(tmp_path: Path) -> None:
    ana, ben = Laptop(tmp_path, "Ana"), Laptop(tmp_path, "Ben")
    for laptop, second in ((ana, ""), (ben, "7")):
        laptop.say("/d/same", "3")
        laptop.say("/d/blank", second)
        laptop.seal()
    ana.mission.add(ben.mission.changesets())
    assert [conflict.key for conflict in ana.mission.conflicts()] == ["/d/blank"]
    assert values(ana, "/d/blank") == ["7", ""]
    assert len(ana.heads("/d/same")) == 2


def test_a_child_may_come_before_its_parent(tmp_path: Path) -> None:
    ana, ben = Laptop(tmp_path, "Ana"), Laptop(tmp_path, "Ben")
    ana.say("/d/q1", "1")
    ana.seal()
    ana.say("/d/q1", "2")
    ana.seal()
    first, second = ana.mission.changesets()
    added = ben.mission.add([second])
    assert added.missing_changesets == (first.id,)
    ben.mission.add([first])
    assert values(ben, "/d/q1") == ["2"]
    assert ben.mission.check() == ()


def test_two_drafts_of_different_authors_become_two_changesets(tmp_path: Path) -> None:
    ana = Laptop(tmp_path, "Ana")
    parents: tuple[str, ...] = ()
    for author in ("Ana", "Ben", "Ana"):
        draft = Draft("answer", "/d/q1", {"value": author}, parents, 5)
        [entry] = ana.mission.write(ASSESSMENT, [draft], author)
        parents = (entry.name,)
    assert len(ana.seal()) == 3
    assert [entry.author for entry in ana.mission.entries(ASSESSMENT)] == ["Ana", "Ben", "Ana"]
    assert values(ana, "/d/q1") == ["Ana"]
    assert ana.mission.check() == ()


@pytest.mark.parametrize("name", ["~9", "x", "ab:1", f"{'0' * 64}:65536", ""])
def test_a_parent_that_is_no_entry_is_refused_and_nothing_is_written(
    tmp_path: Path, name: str
) -> None:
    ana = Laptop(tmp_path, "Ana")
    drafts = [Draft("answer", "/d/a", {"value": "1"}, (), 1)]
    drafts.append(Draft("answer", "/d/b", {"value": "1"}, (name,), 1))
    with pytest.raises(Refused):
        ana.mission.write(ASSESSMENT, drafts, "Ana")
    assert ana.mission.entries(ASSESSMENT) == ()
    ana.say("/d/a", "2")
    assert ana.mission.check() == ()


@pytest.mark.parametrize("value", [1.5, b"x", "\ud800", 2**60, {1: "a"}])
def test_a_body_without_canonical_spelling_is_refused(tmp_path: Path, value: object) -> None:
    ana = Laptop(tmp_path, "Ana")
    with pytest.raises(Refused):
        ana.say("/d/q1", "1", odd=value)
    assert ana.mission.entries(ASSESSMENT) == ()


def test_the_file_is_readable_with_plain_sqlite(tmp_path: Path) -> None:
    ana, ben = Laptop(tmp_path, "Ana"), Laptop(tmp_path, "Ben")
    for laptop, value in ((ana, "1"), (ben, "2")):
        laptop.say("/d/q1", value, evidence="3")
        laptop.say("s1", "5", kind="statement", reference="/d/q1", source="m1")
        laptop.seal()
    ana.mission.add(ben.mission.changesets())
    ana.say("/d/q2", None)
    ana.mission.close()
    plain = sqlite3.connect(ana.mission.path)
    shown = plain.execute("SELECT reference, value, evidence, author, heads FROM answer").fetchall()
    assert len(shown) == 1 and shown[0][0] == "/d/q1" and shown[0][2:] == ("3", shown[0][3], 2)
    assert plain.execute("SELECT count(*) FROM statement").fetchone() == (2,)
    assert plain.execute("SELECT count(*) FROM history").fetchone() == (5,)
    assert len(plain.execute("SELECT * FROM conflict WHERE kind='answer'").fetchall()) == 2
    plain.close()


def test_a_passphrase_encrypts_from_the_first_byte(tmp_path: Path) -> None:
    path = tmp_path / "secret.mission"
    with Mission.create(path, passphrase="it's long") as mission:
        mission.add_assessment(ASSESSMENT, FORM)
        mission.write(ASSESSMENT, [Draft("answer", "/d/q", {"value": "canary7"}, (), 1)], "Ana")
    assert b"canary7" not in path.read_bytes() and not path.read_bytes().startswith(b"SQLite")
    with Mission.open(path, passphrase="it's long") as mission:
        assert len(mission.entries(ASSESSMENT)) == 1 and mission.check() == ()
    before = path.read_bytes()
    for wrong in (None, "it's short"):
        with pytest.raises(WrongPassphrase):
            Mission.open(path, passphrase=wrong)
    assert path.read_bytes() == before


def _text(path: Path) -> None:
    path.write_text("country,score\nXYZ,3\n")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _pdf(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n" + b"x" * 9000)


def _foreign(path: Path) -> None:
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE t(x)")
    plain.close()


def _future(path: Path) -> None:
    Mission.create(path).close()
    plain = sqlite3.connect(path)
    plain.execute(f"PRAGMA user_version={VERSION + 1000}")
    plain.close()


def _folder(path: Path) -> None:
    path.mkdir()


def _nothing(path: Path) -> None:
    assert not path.exists()


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (_text, NotAMission),
        (_empty, NotAMission),
        (_pdf, NotAMission),
        (_foreign, NotAMission),
        (_future, FutureFile),
        (_folder, NotAMission),
        (_nothing, FileError),
    ],
)
def test_a_file_that_is_no_mission_is_refused_unchanged(
    tmp_path: Path, make: object, error: type[AssessorError]
) -> None:
    path = tmp_path / "thing.mission"
    make(path)  # type: ignore[operator]
    before = path.read_bytes() if path.is_file() else None
    listing = sorted(tmp_path.iterdir())
    with pytest.raises(error) as raised:
        Mission.open(path)
    assert str(raised.value).endswith(".") and "\n" not in str(raised.value)
    assert (path.read_bytes() if path.is_file() else None) == before
    assert sorted(tmp_path.iterdir()) == listing


def test_a_mission_cut_short_says_so(tmp_path: Path) -> None:
    path = tmp_path / "cut.mission"
    Mission.create(path).close()
    path.write_bytes(path.read_bytes()[:-5000])
    with pytest.raises(FileError, match="cut short"):
        Mission.open(path)


def test_creating_over_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.mission"
    path.write_text("mine")
    with pytest.raises(FileError):
        Mission.create(path)
    assert path.read_text() == "mine"
    with pytest.raises(FileError, match="no folder"):
        Mission.create(tmp_path / "nowhere" / "a.mission")


def test_a_cloned_laptop_is_reported_without_loss(tmp_path: Path) -> None:
    ana = Laptop(tmp_path, "Ana")
    ana.say("/d/q1", "1")
    ana.seal()
    copy = ana.mission.backup(tmp_path / "clone.mission")
    with Mission.open(copy) as clone:
        clone.write(ASSESSMENT, [Draft("answer", "/d/q2", {"value": "2"}, (), 1)], "Ana")
        clone.seal(None, ana.identity)
        ana.say("/d/q3", "3")
        ana.seal()
        assert ana.mission.clones() == () == clone.clones()
        ana.mission.add(clone.changesets())
    assert [(one.author, one.sequence) for one in ana.mission.clones()] == [("Ana", 2)]
    assert len(ana.mission.entries(ASSESSMENT)) == 3 and ana.mission.check() == ()


def test_a_receipt_says_that_a_laptop_was_cloned_and_takes_all_in(tmp_path: Path) -> None:
    ana, head = Laptop(tmp_path, "Ana"), Laptop(tmp_path, "Head", role="registry")
    twin = ana.mission.backup(tmp_path / "clone.mission")
    ana.say("/d/q1", "1")
    with Mission.open(twin) as clone:
        clone.write(ASSESSMENT, [Draft("answer", "/d/q2", {"value": "2"}, (), 1)], "Ana")
        ours, theirs = (
            pack_parcel(mission, [ASSESSMENT], signer=ana.identity)
            for mission in (ana.mission, clone)
        )
    assert receive_parcel(head.mission, ours, "a.pdf").reasons == ()
    receipt = receive_parcel(head.mission, theirs, "b.pdf")
    assert (receipt.status, receipt.new) == ("new", 1)
    assert "Two computers sign as Ana" in receipt.reason
    assert head.mission.receipts()[0].reasons == receipt.reasons
    assert receive_parcel(head.mission, ours, "a.pdf").reasons == ()


def test_a_copy_is_whole_and_checked(tmp_path: Path) -> None:
    ana = Laptop(tmp_path, "Ana")
    ana.say("/d/q1", "1")
    assert ana.mission.last_backup() is None
    copy = ana.mission.backup(tmp_path / "copy.mission")
    with Mission.open(copy) as mission:
        assert mission.entries(ASSESSMENT) == ana.mission.entries(ASSESSMENT)
        assert mission.check() == ()
    last = ana.mission.last_backup()
    assert last is not None and last.path == str(copy) and last.at > 1_700_000_000_000
    with pytest.raises(FileError):
        ana.mission.backup(tmp_path / "no such folder" / "copy.mission")
    with pytest.raises(FileError, match="its own"):
        ana.mission.backup(ana.mission.path)
    assert ana.mission.last_backup() == last
    assert not list(tmp_path.glob(".*.part"))


def test_one_in_memory_leaves_nothing_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Mission.in_memory() as mission:
        mission.set_setting("a", "b")
        assert (mission.role, mission.setting("a")) == ("registry", "b")
    assert list(tmp_path.iterdir()) == []


def test_redaction_reaches_changesets_set_aside(tmp_path: Path) -> None:
    ana, head = Laptop(tmp_path, "Ana"), Laptop(tmp_path, "Head", role="registry")
    said = ana.say("/d/q1", "a confidence")
    [changeset] = ana.seal()
    first = pack_parcel(ana.mission, [ASSESSMENT], signer=ana.identity)
    ana.mission.redact(f"{changeset}:0", "named a person", ana.identity)
    order = pack_parcel(ana.mission, [ASSESSMENT], signer=ana.identity)
    receipt = receive_parcel(head.mission, first, "a.pdf")
    head.mission.undo(receipt.id)
    assert said.key == "/d/q1" and b"a confidence" in head.mission.path.read_bytes()
    [redaction] = [one for one in unpack_parcel(order).changesets if one.id != changeset]
    head.mission.add([redaction])
    assert b"a confidence" not in head.mission.path.read_bytes()


def test_a_file_is_deleted_with_the_last_entry_that_names_it(tmp_path: Path) -> None:
    ana = Laptop(tmp_path, "Ana")
    digest = hashlib.sha256(b"a face").hexdigest()
    ana.mission.put_evidence(digest, b"a face")
    one = ana.say_over("e1", "", (), kind="evidence", sha256=digest)
    two = ana.say_over("e2", "", (), kind="evidence", sha256=digest)
    [changeset] = ana.seal()
    assert (one.key, two.key) == ("e1", "e2")
    ana.mission.redact(f"{changeset}:0", "a face", ana.identity)
    assert ana.mission.evidence(digest) == b"a face"
    ana.mission.redact(f"{changeset}:1", "a face", ana.identity)
    assert ana.mission.evidence(digest) is None and ana.mission.check() == ()
