"""Headquarters receives everything once, in any order, nothing foreign, nothing incomplete."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from assessor.errors import FileError, Refused
from assessor.parcel.pack.parcel_pack import pack_parcel
from assessor.parcel.pdf.report_pdf import embed_parcel
from assessor.registry.receive.quarantine_review import retry_package
from assessor.registry.receive.receiver import receive
from assessor.store.model.receipt import Receipt
from assessor.store.write.mission import Mission
from tests.support.parcel.sample_pdf import pages
from tests.support.store.laptops import ASSESSMENT, Laptop


@pytest.fixture
def two(tmp_path: Path) -> tuple[Laptop, Laptop]:
    """Return two laptops that agree on two questions and disagree on one."""
    ana, ben = Laptop(tmp_path, "Ana"), Laptop(tmp_path, "Ben")
    for laptop, differing in ((ana, "2"), (ben, "4")):
        laptop.say("/d/q1", "1")
        laptop.say("/d/q2", differing)
        laptop.say(f"/d/{laptop.identity.name}", "own")
        laptop.seal()
    return ana, ben


@pytest.fixture
def registry(tmp_path: Path) -> Mission:
    return Mission.create(tmp_path / "hq.registry", role="registry")


def pdf_of(laptop: Laptop, path: Path) -> Path:
    parcel = pack_parcel(laptop.mission, [ASSESSMENT], signer=laptop.identity)
    path.write_bytes(embed_parcel(pages(), parcel, title="San Verano"))
    return path


def facts(receipt: Receipt) -> tuple[str, int, int, int]:
    return receipt.status, receipt.new, receipt.known, receipt.conflicts


def test_a_full_disk_keeps_what_came_and_says_how_much(two, registry, tmp_path):
    paths = [tmp_path / f"{each.identity.name}.assessor" for each in two]
    for each, path in zip(two, paths, strict=True):
        each.say("/d/long", os.urandom(6_000).hex())
        each.seal()
        path.write_bytes(pack_parcel(each.mission, [ASSESSMENT], signer=each.identity))
    connection = registry.connection
    pages, told = connection.value("PRAGMA page_count"), {}
    for room in range(pages, pages + 60):  # SQLite's simulation of a full disk
        connection.value(f"PRAGMA max_page_count={room}")
        before = len(registry.receipts())
        try:
            receive(registry, paths)
        except FileError as error:
            told[len(registry.receipts()) - before] = str(error)
        else:
            break
    full = "There is no space left where hq.registry lies: free some, or save elsewhere."
    assert told == {
        0: full,
        1: f"{full} Files imported before that, and kept: 1. Receive the others again.",
    }
    assert len(registry.receipts()) == 2 and registry.check() == ()


def test_pdfs_become_one_record_with_receipts_and_conflicts(
    two: tuple[Laptop, Laptop], registry: Mission, tmp_path: Path
) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    for laptop in two:
        pdf_of(laptop, folder / f"{laptop.identity.name}.pdf")
    (folder / "notes.txt").write_text("not ours")
    seen: list[tuple[int, int, str]] = []
    before = registry.path.read_bytes()
    previews = receive(registry, [folder], preview=True)
    assert [facts(one) for one in previews] == [("preview", 3, 0, 0), ("preview", 3, 0, 1)]
    assert registry.path.read_bytes() == before and registry.receipts() == ()
    receipts = receive(registry, [folder], progress=lambda *step: seen.append(step))
    assert [facts(one) for one in receipts] == [("new", 3, 0, 0), ("new", 3, 0, 1)]
    assert seen == [(0, 2, "Ana.pdf"), (1, 2, "Ben.pdf"), (2, 2, "")]
    assert [conflict.key for conflict in registry.conflicts()] == ["/d/q2"]
    again = receive(registry, [folder / "Ana.pdf"])
    assert facts(again[0]) == ("known", 0, 3, 1)
    assert registry.check() == ()


def test_undo_sets_aside_and_receiving_again_brings_back(
    two: tuple[Laptop, Laptop], registry: Mission, tmp_path: Path
) -> None:
    ana, ben = two
    first = receive(registry, [pdf_of(ana, tmp_path / "a.pdf")])[0]
    whole = registry.entries(ASSESSMENT)
    second = receive(registry, [pdf_of(ben, tmp_path / "b.pdf")])[0]
    assert registry.undo(second.id).entries == 3
    assert registry.entries(ASSESSMENT) == whole and registry.conflicts() == ()
    with pytest.raises(Refused):
        registry.undo(second.id)
    assert facts(receive(registry, [tmp_path / "b.pdf"])[0]) == ("new", 3, 0, 1)
    registry.undo(first.id)
    assert len(registry.entries(ASSESSMENT)) == 3
    assert registry.check() == ()


def test_undo_keeps_what_another_file_brought_too(
    two: tuple[Laptop, Laptop], registry: Mission, tmp_path: Path
) -> None:
    first = receive(registry, [pdf_of(two[0], tmp_path / "a.pdf")])[0]
    again = receive(registry, [pdf_of(two[0], tmp_path / "later.pdf")])[0]
    same = receive(registry, [shutil.copy(tmp_path / "a.pdf", tmp_path / "copy.pdf")])[0]
    assert facts(same) == ("known", 0, 3, 0) and same.id == first.id
    assert len(registry.receipts()) == 2
    assert registry.undo(first.id).entries == 0 and len(registry.entries(ASSESSMENT)) == 3
    assert registry.undo(again.id).entries == 3 and registry.entries(ASSESSMENT) == ()
    assert registry.check() == ()


def test_undo_never_touches_local_entries(two: tuple[Laptop, Laptop], tmp_path: Path) -> None:
    ana, ben = two
    receive(ben.mission, [pdf_of(ana, tmp_path / "a.pdf")])
    ben.say("/d/q2", "3")
    ben.seal()
    back = receive(ana.mission, [pdf_of(ben, tmp_path / "b.pdf")])[0]
    assert (back.new, back.known) == (4, 3)
    assert ana.mission.conflicts() == ()
    ana.mission.undo(back.id)
    assert len(ana.mission.entries(ASSESSMENT)) == 3
    assert ana.mission.check() == ()


def test_a_decision_converges_everywhere(
    two: tuple[Laptop, Laptop], registry: Mission, tmp_path: Path
) -> None:
    ana, ben = two
    receive(registry, [pdf_of(laptop, tmp_path / f"{laptop.identity.name}.pdf") for laptop in two])
    headquarters = Laptop(tmp_path, "Head")
    receive(headquarters.mission, [registry.path])
    headquarters.say("/d/q2", "3")
    headquarters.seal()
    decided = pdf_of(headquarters, tmp_path / "decided.pdf")
    for mission in (registry, ana.mission, ben.mission):
        receive(mission, [decided])
        assert mission.conflicts() == ()
        heads = mission.heads(ASSESSMENT)["answer", "/d/q2"]
        assert [head.body and head.body["value"] for head in heads] == ["3"]
        assert mission.check() == ()
        assert set(mission.entries(ASSESSMENT)) == set(registry.entries(ASSESSMENT))


def test_a_field_mission_takes_only_its_own_assessments_from_a_registry(
    two: tuple[Laptop, Laptop], registry: Mission, tmp_path: Path
) -> None:
    ana, _ = two
    receive(registry, [pdf_of(ana, tmp_path / "a.pdf")])
    other = "99" * 16
    registry.add_assessment(other, "cd" * 32)
    fresh = Laptop(tmp_path, "Fresh")
    assert receive(fresh.mission, [registry.path])[0].new == 3
    assert [row.uuid for row in fresh.mission.assessments()] == [ASSESSMENT]
    with Mission.create(tmp_path / "elsewhere.mission") as elsewhere:
        elsewhere.add_assessment("77" * 16, "cd" * 32)
        refused = receive(elsewhere, [registry.path])[0]
        assert refused.status == "refused" and "It is of another mission" in refused.reason
        assert len(elsewhere.assessments()) == 1


def test_refusals_are_one_sentence_each_and_change_nothing(
    two: tuple[Laptop, Laptop], registry: Mission, tmp_path: Path
) -> None:
    parcel = bytearray(pack_parcel(two[0].mission, [ASSESSMENT]))
    parcel[len(parcel) // 2] ^= 1
    (tmp_path / "bad.assessor").write_bytes(bytes(parcel))
    (tmp_path / "bad.pdf").write_bytes(embed_parcel(pages(), bytes(parcel), title="x"))
    (tmp_path / "plain.pdf").write_bytes(pages())
    (tmp_path / "text.pdf").write_text("hello")
    (tmp_path / "text.mission").write_text("hello")
    names = ("bad.assessor", "bad.pdf", "plain.pdf", "text.pdf", "text.mission", "none.pdf")
    before = registry.entries(ASSESSMENT), registry.assessments(), registry.forms()
    receipts = receive(registry, [tmp_path / name for name in names])
    assert [one.status for one in receipts] == ["refused"] * len(names)
    for one in receipts:
        assert one.reason.endswith(".") and "\n" not in one.reason
    assert (registry.entries(ASSESSMENT), registry.assessments(), registry.forms()) == before
    kept = registry.quarantine()
    assert [content for _, content in kept] == [bytes(parcel)]  # once, however often it comes
    again = retry_package(registry, kept[0][0].id)
    assert again.status == "refused" and len(registry.quarantine()) == 1
    with pytest.raises(Refused):
        retry_package(registry, "999")
    assert registry.check() == ()


def test_a_mission_file_is_not_received_into_itself(registry: Mission) -> None:
    assert "into itself" in receive(registry, [registry.path])[0].reason


def test_a_repeated_mission_file_is_answered_from_its_receipt(
    two: tuple[Laptop, Laptop], registry: Mission
) -> None:
    """Otherwise every repetition leaves an empty receipt."""
    ana, _ = two
    [first] = receive(registry, [ana.mission.path])
    [again] = receive(registry, [ana.mission.path])
    assert (again.id, again.status, again.new, again.known) == (first.id, "known", 0, first.new)
    ana.say("/d/q5", "later")
    ana.seal()
    [more] = receive(registry, [ana.mission.path])
    assert (more.status, more.new) == ("new", 1)
    registry.undo(more.id)
    assert receive(registry, [ana.mission.path])[0].new == 1
    assert len(registry.receipts()) == 3


def test_a_copy_of_an_open_mission_says_that_not_all_of_it_travels(
    two: tuple[Laptop, Laptop], registry: Mission, tmp_path: Path
) -> None:
    ana, _ = two
    ana.say("/d/q9", "not sealed yet")
    copy = tmp_path / "copy.mission"
    shutil.copyfile(ana.mission.path, copy)
    [receipt] = receive(registry, [copy])
    assert facts(receipt)[:2] == ("new", 3)
    assert "not sealed yet" in receipt.reason


def test_a_preview_of_many_files_equals_receiving_them(
    two: tuple[Laptop, Laptop], registry: Mission, tmp_path: Path
) -> None:
    ana, ben = two
    older = pdf_of(ana, tmp_path / "older.pdf")
    ana.say("/d/q5", "later")
    ana.seal()
    files = [
        pdf_of(ana, tmp_path / "ana.pdf"),
        pdf_of(ben, tmp_path / "ben.pdf"),
        older,
        shutil.copy(tmp_path / "ben.pdf", tmp_path / "ben (1).pdf"),
        ana.mission.path,
    ]
    previews = receive(registry, files, preview=True)
    assert {one.status for one in previews} == {"preview"} and registry.receipts() == ()
    told = [facts(one)[1:] for one in previews]
    assert told == [(4, 0, 0), (3, 0, 1), (0, 3, 1), (0, 3, 1), (0, 4, 1)]
    assert "An older copy of ana.pdf" in previews[2].reason
    assert previews[3].reason.endswith("The same as ben.pdf.")
    assert told == [facts(one)[1:] for one in receive(registry, files)]
    again = receive(registry, files, preview=True)
    assert [facts(one)[1] for one in again] == [0] * 5
