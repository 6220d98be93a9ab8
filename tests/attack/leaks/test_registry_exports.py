"""What leaves a protected registry is read by nobody who only finds the file."""

from __future__ import annotations

import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest

from assessor.assessment.samples.demo import Demo
from assessor.cli.main import main
from assessor.store.write.mission import Mission

READERS = "words for the readers"
REFUSED = (
    "hq.registry is protected, so what leaves it is sealed: choose a passphrase for this file "
    "(another than that of the registry), and tell it to whoever may read it; or choose that "
    "the file is readable by anybody who gets it."
)
WAYS_OUT = [
    ("compare", "--pdf", "region.pdf"),
    ("compare", "--csv", "figures"),
    ("publish", "--csv", "tables"),
    ("publish", "--xlsx", "book"),
    ("publish", "--geojson", "map"),
    ("publish", "--sqlite", "base"),
    ("publish", "--odk", "odk"),
    ("export", "-o", "back.assessor"),
    ("export", "-o", "report.docx"),
    ("crosswalk", "-o", "treaty.xlsx"),
]
"""Verbs with an option and the name of what it writes."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("quickly_derived", "quickly_sealed"),
]


@pytest.fixture(scope="module")
def protected(samples_received: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry with a passphrase, made once; the passphrase is in words.txt beside it."""
    folder = tmp_path_factory.mktemp("protected")
    path = Path(shutil.copy(samples_received.registry, folder / "hq.registry"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assessor.store.files.file_opening.KEY_ROUNDS", 1000)
        with Mission.open(path) as registry:
            registry.protect("of the registry")
    (folder / "words.txt").write_text("of the registry")
    (folder / "readers.txt").write_text(READERS)
    return path


def call(registry: Path, way: tuple[str, str, str], out: Path, *more: object) -> int:
    """Run a verb that writes to a folder; return its exit code."""
    verb, option, name = way
    arguments = [
        verb,
        registry,
        option,
        out / name,
        "--passphrase-file",
        registry.parent / "words.txt",
    ]
    if verb in ("export", "crosswalk"):
        with Mission.open(registry, passphrase="of the registry", read_only=True) as mission:
            arguments += ["--assessment", mission.assessments()[0].uuid]
    if verb == "crosswalk":
        arguments += ["--instrument", "BC"]
    return main([str(each) for each in (*arguments, *more)])


def written(out: Path) -> list[Path]:
    """Return every file in a folder."""
    return [path for path in out.rglob("*") if path.is_file()]


@pytest.mark.parametrize("way", WAYS_OUT, ids=" ".join)
def test_nothing_leaves_a_protected_registry_in_clear_without_a_word(
    way: tuple[str, str, str], protected: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every export of a protected registry lay readable beside it, without a word."""
    out = tmp_path / "out"
    out.mkdir()
    assert call(protected, way, out) == 2
    assert REFUSED in capsys.readouterr().err
    assert written(out) == []


@pytest.mark.parametrize("way", WAYS_OUT, ids=" ".join)
def test_a_finder_reads_nothing_of_a_protected_registry(
    way: tuple[str, str, str], protected: Path, tmp_path: Path
) -> None:
    """The file is found on its way to a reader, who has the words that were chosen for it."""
    out, read = tmp_path / "out", tmp_path / "read"
    out.mkdir()
    words = "--sealed-passphrase-file", protected.parent / "readers.txt"
    assert call(protected, way, out, *words) == 0
    found = written(out)
    assert found and all(path.read_bytes().startswith(b"age-encryption.org/v1") for path in found)
    assert main(["unseal", str(found[0]), "-o", str(read), *map(str, words)]) == 0
    assert not read.read_bytes().startswith(b"age-")
    if found[0].suffixes[-2:] == [".zip", ".age"]:
        with ZipFile(read) as archive:
            assert archive.testzip() is None and archive.namelist()


@pytest.mark.parametrize("way", [WAYS_OUT[1], WAYS_OUT[2], WAYS_OUT[7]], ids=" ".join)
def test_who_says_that_anybody_may_read_it_is_obeyed(
    way: tuple[str, str, str], protected: Path, tmp_path: Path
) -> None:
    """The other way round: a person who wrote --plain is not stopped."""
    out = tmp_path / "out"
    out.mkdir()
    assert call(protected, way, out, "--plain") == 0
    assert not any(path.read_bytes().startswith(b"age-") for path in written(out))


def test_a_table_made_by_way_of_readable_files_is_not_sealed(
    protected: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Parquet is built from a readable table on the disk, which a crash leaves there."""
    words = "--sealed-passphrase-file", protected.parent / "readers.txt"
    assert call(protected, ("publish", "--parquet", "columns"), tmp_path, *words) == 2
    assert "never sealed: choose another format" in capsys.readouterr().err
    assert written(tmp_path) == []


def test_words_that_would_seal_nothing_are_refused(
    samples_received: Demo, protected: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody believes that words for the readers seal what a registry without words writes."""
    words = "--sealed-passphrase-file", str(protected.parent / "readers.txt")
    plain = str(shutil.copy(samples_received.registry, tmp_path / "plain.registry"))
    assert main(["compare", plain, "--csv", str(tmp_path / "figures"), *words]) == 2
    assert "plain.registry is no protected registry" in capsys.readouterr().err
    assert not (tmp_path / "figures").exists()
