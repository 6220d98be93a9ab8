"""A watched folder reports a file once, and only when it is complete."""

from __future__ import annotations

import pytest

from assessor.errors import FileError
from assessor.registry.receive import watched_folder
from assessor.registry.receive.watched_folder import WatchedFolder

WHOLE = b"%PDF-1.7\n" + b"x" * 100 + b"\n%%EOF\n"


def looks(box, *times):
    """Return the names of complete files at each scan, and the number that still grow."""
    found = [box.scan(at) for at in times]
    return [([path.name for path in one.whole], one.growing) for one in found]


def test_an_unchanged_file_is_reported_once(tmp_path):
    box = WatchedFolder(tmp_path)
    (tmp_path / "a.pdf").write_bytes(WHOLE)
    assert looks(box, 0, 1, 3, 4) == [([], 1), ([], 1), (["a.pdf"], 0), ([], 0)]


def test_a_growing_file_waits_and_a_replaced_one_is_reported_again(tmp_path):
    box, path = WatchedFolder(tmp_path), tmp_path / "a.pdf"
    path.write_bytes(WHOLE[:20])
    assert looks(box, 0, 3, 30) == [([], 1), ([], 1), ([], 1)]  # unchanged, but without its end
    path.write_bytes(WHOLE)
    assert looks(box, 31, 34) == [([], 1), (["a.pdf"], 0)]
    path.write_bytes(WHOLE + b"\n")
    assert looks(box, 40, 43) == [([], 1), (["a.pdf"], 0)]


def test_a_truncated_file_is_reported_after_a_while(tmp_path):
    box = WatchedFolder(tmp_path)
    (tmp_path / "a.pdf").write_bytes(WHOLE[:20])
    assert looks(box, 0, watched_folder.MAX_WAIT_SECONDS) == [([], 1), (["a.pdf"], 0)]


@pytest.mark.parametrize(
    "name", [".a.pdf.part", "~$a.pdf", "a.pdf.crdownload", "notes.txt", ".hidden/a.pdf"]
)
def test_other_files_are_not_reported(tmp_path, name):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(WHOLE)
    assert looks(WatchedFolder(tmp_path), 0, 100) == [([], 0), ([], 0)]


def test_the_registry_itself_is_skipped(tmp_path):
    for name in ("hq.registry", "other.registry"):
        (tmp_path / name).write_bytes(b"SQLite format 3")
    box = WatchedFolder(tmp_path, but=tmp_path / "hq.registry")
    assert looks(box, 0, 3) == [([], 1), (["other.registry"], 0)]


def test_an_empty_file_waits_and_folders_inside_are_looked_into(tmp_path):
    (tmp_path / "a.pdf").touch()
    (tmp_path / "March").mkdir()
    (tmp_path / "March" / "b.assessor").write_bytes(b"parcel")
    assert looks(WatchedFolder(tmp_path), 0, 100) == [([], 2), (["b.assessor"], 1)]


def test_a_deleted_file_is_reported_and_reported_again_when_it_returns(tmp_path):
    box, path = WatchedFolder(tmp_path), tmp_path / "a.pdf"
    path.write_bytes(WHOLE)
    looks(box, 0, 3)
    path.unlink()
    assert box.scan(4).gone == (path,)
    path.write_bytes(WHOLE)
    assert looks(box, 5, 8) == [([], 1), (["a.pdf"], 0)]


def test_a_folder_that_is_gone_or_too_full_says_so(tmp_path, monkeypatch):
    with pytest.raises(FileError, match="cannot be watched"):
        WatchedFolder(tmp_path / "none").scan(0)
    (tmp_path / "a.pdf").write_bytes(WHOLE)
    (tmp_path / "b.pdf").write_bytes(WHOLE)
    monkeypatch.setattr(watched_folder, "MAX_WATCHED_FILES", 1)
    with pytest.raises(FileError, match="smaller folder"):
        WatchedFolder(tmp_path).scan(0)
