"""Evidence files: attached, listed, read, saved, removed, and exchanged with the answers."""

from __future__ import annotations

import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.filenames import (
    LONGEST_NAME,
    UNKNOWN,
    clean_name,
    media_type,
    unique_name,
)
from assessor.assessment.entries.evidence import (
    LARGEST_FILE,
    answer_with_file,
    attach_file,
    attach_stored,
    copies_of_file,
    file_bytes,
    files_of,
    note_file,
    remove_file,
    save_file,
    store_files,
)
from assessor.assessment.exchange.exchange_folder import receive_files
from assessor.assessment.report.report_export import export_report
from assessor.errors import FileError, Refused
from assessor.store.model.entry import Draft
from tests.support.assessment.laptops import laptop, small_form
from tests.support.assessment.photos import photo

FORM = """
| survey |         |         |                  |
|        | type    | name    | label            |
|        | integer | reports | Reports received |
|        | image   | photo   | The unit's door  |
|        | begin_repeat | labs | Laboratory     |
|        | file    | letter  | Its letter       |
|        | end_repeat |      |                  |
"""
REPORTS, PHOTO = "/data/reports", "/data/photo"
PDF, PNG = b"%PDF-1.7 letter", b"\x89PNG\r\n\x1a\n picture"


@pytest.fixture
def elena(tmp_path):
    laptop(tmp_path, "Karim")  # a member of the team from the beginning
    return laptop(tmp_path, "Elena")


@pytest.fixture
def mission(tmp_path, elena):
    with elena.create(small_form(tmp_path, FORM)) as mission:
        yield mission


def test_a_file_from_the_disk_stands_beside_an_answer(elena, tmp_path):
    mission = elena.create(small_form(tmp_path, FORM))
    path = tmp_path / "Letter of the ministry.pdf"
    path.write_bytes(PDF)
    mission.answer(REPORTS, "12")
    assert attach_file(mission, REPORTS, path, note="Page 2")[REPORTS] == {"value"}
    path.unlink()
    [found] = files_of(mission, REPORTS)
    assert (found.name, found.media_type, found.size) == (path.name, "application/pdf", len(PDF))
    assert (found.note, found.here, found.is_answer) == ("Page 2", True, False)
    assert found.sha256 == hashlib.sha256(PDF).hexdigest()
    assert file_bytes(mission, found.id) == PDF
    assert mission.answer_at(REPORTS).value == "12"
    mission.close()
    with elena.open() as again:
        assert [one.id for one in files_of(again)] == [found.id]
        assert file_bytes(again, found.id) == PDF
        assert again.mission.check() == ()


def test_a_file_is_saved_elsewhere_and_read_back(mission, tmp_path):
    attach_file(mission, REPORTS, PDF, name="../../etc/letter.pdf", evidence_id="e1")
    folder = tmp_path / "out"
    folder.mkdir()
    assert save_file(mission, "e1", folder) == folder / "letter.pdf"
    assert save_file(mission, "e1", folder / "other.pdf").read_bytes() == PDF
    assert {path.name for path in folder.iterdir()} == {"letter.pdf", "other.pdf"}
    with pytest.raises(FileError, match="save it somewhere else"):
        save_file(mission, "e1", tmp_path / "gone" / "letter.pdf")
    with pytest.raises(Refused):
        save_file(mission, "e1", mission.path)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_beside_a_question_and_what_is_alike_is_what_the_heads_say(mission, seed):
    dice = random.Random(seed)
    for number in range(24):
        there = files_of(mission)
        one = dice.choice(there).id if there else ""
        steps = [
            lambda n=number: attach_file(
                mission, dice.choice((REPORTS, PHOTO)), dice.choice((PDF, PNG)), name=f"{n}.pdf"
            ),
            mission.undo,
            mission.redo,
            mission.seal,
            *([lambda one=one: note_file(mission, one, dice.choice("pq"))] if one else []),
            *([lambda one=one: remove_file(mission, one)] if one else []),
        ]
        dice.choice(steps)()
        standing = files_of(Assessment.of(mission.mission, mission.uuid, mission.identity))
        assert files_of(mission) == standing
        for asked in (REPORTS, PHOTO):
            assert files_of(mission, asked) == tuple(o for o in standing if o.reference == asked)
        for each in standing:
            same = [o for o in standing if o.sha256 == each.sha256 and o.id != each.id]
            assert copies_of_file(mission, each.id) == tuple(same)


def test_what_is_taken_away_is_not_deleted(mission):
    attach_file(mission, REPORTS, PDF, name="letter.pdf", evidence_id="e1")
    assert REPORTS in remove_file(mission, "e1")
    assert files_of(mission) == ()
    with pytest.raises(Refused):
        file_bytes(mission, "e1")
    before = mission.mission.entries(mission.uuid, "evidence", "e1")
    assert [entry.is_tombstone for entry in before] == [False, True]
    assert mission.mission.evidence(before[0].body["sha256"]) == PDF
    assert REPORTS in mission.undo()
    assert [one.id for one in files_of(mission, REPORTS)] == ["e1"]
    mission.undo()
    assert files_of(mission) == ()
    mission.redo()
    assert file_bytes(mission, "e1") == PDF


def test_an_upload_question_is_answered_with_a_file(mission):
    assert PHOTO in answer_with_file(mission, PHOTO, PNG, name="door.png", sensitivity="restricted")
    shown = mission.answer_at(PHOTO)
    assert shown.value == unique_name("door.png", shown.file) == mission.node(PHOTO).value
    assert shown.sensitivity == "restricted"
    [found] = files_of(mission, PHOTO)
    assert (found.is_answer, found.name, found.media_type) == (True, "door.png", "image/png")
    assert answer_with_file(mission, PHOTO, PNG, name="door.png") == {}
    answer_with_file(mission, PHOTO, PNG + b"2", name="door.png")
    [other] = files_of(mission, PHOTO)
    assert file_bytes(mission, other.id) == PNG + b"2"
    assert mission.answer_at(PHOTO).value != shown.value
    mission.undo()
    assert mission.answer_at(PHOTO).file == shown.file
    assert files_of(mission, PHOTO)[0].id == found.id
    remove_file(mission, found.id)
    assert mission.answer_at(PHOTO).is_blank and mission.node(PHOTO).value == ""
    mission.restore(mission.history(PHOTO)[1])
    assert mission.answer_at(PHOTO).file == shown.file


def test_another_value_is_no_longer_that_file(mission):
    answer_with_file(mission, PHOTO, PNG, name="door.png")
    mission.annotate(PHOTO, note="Taken on Monday")
    assert mission.answer_at(PHOTO).file
    mission.answer(PHOTO, "typed.png")
    assert mission.answer_at(PHOTO).file == ""
    assert not any(file.is_answer for file in files_of(mission))


def test_only_an_upload_question_is_answered_with_a_file(mission):
    with pytest.raises(Refused):
        answer_with_file(mission, REPORTS, PNG, name="door.png")
    with pytest.raises(KeyError):
        attach_file(mission, "/data/nothing", PNG, name="door.png")


@pytest.mark.parametrize("content", [b"", bytes(LARGEST_FILE + 1)])
def test_sizes_are_kept(mission, content):
    with pytest.raises(Refused):
        attach_file(mission, REPORTS, content, name="file")
    assert files_of(mission) == ()


def test_what_cannot_be_read_is_said(mission, tmp_path):
    for path in (tmp_path / "nothing.pdf", tmp_path):
        with pytest.raises(FileError):
            attach_file(mission, REPORTS, path)


def test_files_travel_and_two_photos_of_one_name_are_a_conflict(mission, tmp_path, elena):
    mission.seal()
    karim = laptop(tmp_path, "Karim")
    karim.copy_from(elena)
    with karim.open() as other:
        answer_with_file(other, PHOTO, PNG + b"Karim", name="door.png")
        attach_file(other, REPORTS, PDF, name="letter.pdf", evidence_id="e1")
        export_report(other, tmp_path / "karim.pdf")
    answer_with_file(mission, PHOTO, PNG + b"Elena", name="door.png")
    [receipt] = receive_files(mission, [tmp_path / "karim.pdf"])
    assert receipt.status == "new" and receipt.conflicts == 1
    told = mission.reload()
    assert PHOTO in told and REPORTS in told
    assert file_bytes(mission, "e1") == PDF
    [conflict] = mission.conflicts()
    for head in conflict.heads:
        mission.decide(mission.conflict_at(PHOTO) or conflict, take=head.name)
        [answer] = [one for one in files_of(mission, PHOTO) if one.is_answer]
        assert file_bytes(mission, answer.id) == PNG + head.author.encode()
        break
    assert mission.conflicts() == ()


def test_a_file_of_an_answer_in_a_repeat_goes_with_its_instance(mission):
    mission.add_repeat("/data/labs", "a1")
    answer_with_file(mission, "/data/labs[a1]/letter", PDF, name="letter.pdf")
    mission.remove_repeat("/data/labs[a1]")
    mission.undo()
    [found] = files_of(mission, "/data/labs[a1]/letter")
    assert found.is_answer and file_bytes(mission, found.id) == PDF


def test_what_a_stranger_says_of_a_file_is_not_believed(mission):
    body = {
        "reference": REPORTS, "name": "..\\..\\CON", "type": "<script>", "size": -3,
        "sha256": "../../passwd",
    }  # fmt: skip
    mission.mission.write(mission.uuid, [Draft("evidence", "e1", body, (), 1)], "Mallory")
    mission.reload()
    [found] = files_of(mission)
    assert (found.name, found.media_type, found.size) == ("_CON", UNKNOWN, 0)
    assert found.sha256 == "" and not found.here
    with pytest.raises(Refused, match="not been received"):
        file_bytes(mission, "e1")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("letter.pdf", "letter.pdf"),
        ("/etc/passwd", "passwd"),
        ("C:\\Users\\x\\report.docx", "report.docx"),
        ("..", "file"),
        ("", "file"),
        ("a/..", "file"),
        (".hidden", "hidden"),
        ("nul.txt", "_nul.txt"),
        ("COM1", "_COM1"),
        ("comics.pdf", "comics.pdf"),
        ("safe\u202efdp.exe", "safefdp.exe"),
        ("line\nbreak\x00.pdf", "linebreak.pdf"),
        ('a<b>:"c|d?*.txt', "a_b___c_d__.txt"),
        ("trailing. . ", "trailing"),
        ("تقرير.pdf", "تقرير.pdf"),
    ],
)
def test_a_name_is_a_name_and_no_path(said, name):
    assert clean_name(said) == name


@given(st.text(max_size=300))
def test_every_name_is_clean_once_cleaned(said):
    name = clean_name(said)
    assert clean_name(name) == name
    assert 0 < len(name.encode()) <= LONGEST_NAME
    assert not set("/\\\0") & set(name) and name not in (".", "..")
    assert len(unique_name(name, "ab" * 32).encode()) <= LONGEST_NAME


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (PDF, "anything.exe", "application/pdf"),
        (PNG, "x", "image/png"),
        (b"RIFF....WEBPVP8 ", "x", "image/webp"),
        (b"....ftypM4A ", "voice.m4a", "audio/mp4"),
        (b"....ftypisom", "film.mp4", "video/mp4"),
        (b"PK\x03\x04....", "plan.xlsx",
         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (b"PK\x03\x04....", "plan.pdf", "application/zip"),
        ("Été, 12\n".encode(), "list.csv", "text/csv"),
        ("é".encode() * 5000, "list.txt", "text/plain"),
        (b"a" + "é".encode() * 5000, "list.txt", "text/plain"),
        (b"MZ\x90\x00\x03", "letter.pdf", UNKNOWN),
        (b"\xff\xfe\x00", "letter.txt", UNKNOWN),
    ],
)  # fmt: skip
def test_a_file_is_what_its_first_bytes_say(content, name, found):
    assert media_type(content, name) == found


def test_several_files_are_one_step_and_what_cannot_be_read_is_told(mission, tmp_path):
    door, law = tmp_path / "door.jpg", tmp_path / "law.pdf"
    door.write_bytes(photo("JPEG"))
    law.write_bytes(b"%PDF-1.7")
    (tmp_path / "empty.txt").touch()
    heard = []
    wanted = [door, tmp_path / "empty.txt", tmp_path / "gone.txt", law]
    kept = store_files(mission, REPORTS, wanted, lambda *told: heard.append(told))
    assert files_of(mission) == ()
    assert heard[0] == ("door.jpg", 0, 4)
    assert [type(each).__name__ for each in kept.troubles] == ["Refused", "FileError"]
    assert kept.names == ("door.jpg", "law.pdf")
    assert REPORTS in attach_stored(mission, kept)
    assert {one.name: one.stripped for one in files_of(mission, REPORTS)} == {
        "door.jpg": True,
        "law.pdf": False,
    }
    mission.undo()
    assert files_of(mission) == ()
    assert attach_stored(mission, store_files(mission, REPORTS, [])) == {}
