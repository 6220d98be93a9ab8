"""What a protected mission said does not come to lie in an open file without a word."""

from __future__ import annotations

from pathlib import Path

import pyrage
import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.mission.headquarters_key import Headquarters, store_headquarters
from assessor.assessment.review.previous_mission import compare_with_previous
from assessor.cli.main import main
from assessor.parcel.keys.age_sealing import HEADQUARTERS_FILE, create_headquarters_key
from assessor.parcel.keys.identity import load_identity
from assessor.registry.receive.quarantine_review import retry_package
from assessor.registry.receive.receiver import receive
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form
from tests.support.report.canaries import canaries_in

CANARY = "zqquetzaqz"
FINDING, WORDS = "/data/police/finding", "a few plain words"

pytestmark = pytest.mark.usefixtures("quickly_derived", "quickly_sealed")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The profile of Ben, at headquarters."""
    home = tmp_path / "home"
    load_identity(home, "Ben")
    create_headquarters_key(home)
    monkeypatch.setenv("ASSESSOR_HOME", str(home))
    (tmp_path / "words.txt").write_text(WORDS)
    return home


def theirs(tmp_path: Path, *, headquarters: str = "") -> Path:
    """A protected mission of Ana, with a word that nobody else may read; return its file."""
    ana = laptop(tmp_path, "Ana")
    with ana.create(small_form(tmp_path), passphrase=WORDS) as mission:
        mission.answer(FINDING, CANARY)
        if headquarters:
            found = Headquarters("Geneva", "ab" * 32, (headquarters,), "", 0)
            store_headquarters(mission.mission, found)
    return ana.mission


def ours(tmp_path: Path) -> Path:
    """An open mission of Ben."""
    ben = laptop(tmp_path, "Ben")
    ben.create(small_form(tmp_path)).close()
    return ben.mission


def run(*arguments: object) -> int:
    return main([str(each) for each in arguments])


def sealed(tmp_path: Path, mission: Path, name: str = "a.pdf") -> Path:
    """Return the sealed report of a mission."""
    words = tmp_path / "words.txt"
    assert run("export", mission, "-o", tmp_path / name, "--passphrase-file", words) == 0
    [path] = tmp_path.glob(f"{name}*")
    return path


def headquarters_public(home: Path) -> str:
    [key] = [
        line
        for line in (home / HEADQUARTERS_FILE).read_text().splitlines()
        if not line.startswith("#")
    ]
    return str(pyrage.x25519.Identity.from_str(key).to_public())


@pytest.mark.parametrize("name", ["a.pdf", "a.assessor"])
@pytest.mark.parametrize("to_headquarters", [False, True])
def test_an_open_registry_takes_nothing_protected_without_a_word(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, to_headquarters: bool
) -> None:
    """Headquarters made its registry without a passphrase; a protected mission is received."""
    key = headquarters_public(home) if to_headquarters else ""
    report = sealed(tmp_path, theirs(tmp_path, headquarters=key), name)
    opens = "--sealed-passphrase-file", tmp_path / "words.txt"
    registry = tmp_path / "hq.registry"
    Mission.create(registry, role="registry").close()
    assert run("receive", registry, report, *opens) == 1
    assert (
        "It comes from a protected mission, and this registry has no passphrase: it would lie "
        "here readable by anybody who gets the registry." in capsys.readouterr().out
    )
    assert canaries_in(registry) == set()
    assert run("receive", registry, report, "--preview", *opens) == 1
    assert run("receive", registry, report, "--plain", *opens) == 0
    assert canaries_in(registry) == {CANARY}
    guarded = tmp_path / "guarded.registry"
    words = "--passphrase-file", tmp_path / "words.txt"
    assert run("receive", guarded, report, *opens, *words) == 0
    assert canaries_in(guarded) == set()


def test_a_report_that_waited_for_its_key_is_asked_about_too(home: Path, tmp_path: Path) -> None:
    """The sealed report is in quarantine, and the passphrase comes later."""
    report = sealed(tmp_path, theirs(tmp_path))
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        [waits] = receive(registry, [report])
        again = retry_package(registry, waits.id, identities=[f"passphrase:{WORDS}"])
        assert again.status == "refused" and "no passphrase" in str(again.reasons[0])
        assert [each.id for each, _ in registry.quarantine()] == [waits.id]
    assert canaries_in(tmp_path / "hq.registry") == set()


def test_a_protected_mission_is_joined_with_an_open_one_only_by_word(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two teams in one country: one has a passphrase, the other has none."""
    report, mission = sealed(tmp_path, theirs(tmp_path)), ours(tmp_path)
    joins = "combine", mission, "--with", report, "--sealed-passphrase-file", tmp_path / "words.txt"
    assert run(*joins) == 2
    assert (
        "a.pdf.age is sealed, and our.mission has no passphrase: what the file brings would lie in "
        "our.mission readable by anybody who gets that. Give our.mission a passphrase first, or "
        "choose that anybody may read it." in capsys.readouterr().err
    )
    assert canaries_in(mission) == set()
    assert run(*joins, "--plain") == 0
    assert canaries_in(mission) == {CANARY}


def test_a_protected_mission_of_before_is_kept_in_an_open_one_only_by_word(
    home: Path, tmp_path: Path
) -> None:
    """The mission two years ago was protected, and sealed to headquarters."""
    report = sealed(tmp_path, theirs(tmp_path, headquarters=headquarters_public(home)))
    mission = ours(tmp_path)
    assert run("follow", mission, report) == 2
    assert canaries_in(mission) == set()
    assert run("follow", mission, report, "--plain") == 0
    with Assessment.open(mission, identity=load_identity(home, "Ben")) as opened:
        assert CANARY in {each.before for each in compare_with_previous(opened)}


@pytest.mark.parametrize("from_report", [False, True])
def test_a_pack_holds_a_protected_mission_of_before_only_sealed(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], from_report: bool
) -> None:
    """Headquarters gives the answers of two years ago to the next team, by mail."""
    before = theirs(tmp_path, headquarters=headquarters_public(home))
    before = sealed(tmp_path, before) if from_report else before
    form, words = tmp_path / "small.md", tmp_path / "words.txt"
    makes = "pack", form, "--previous", before
    opens = () if from_report else ("--passphrase-file", words)
    assert run(*makes, "-o", tmp_path / "a.pack", *opens) == 2
    assert f"The pack would hold what is protected in {before.name}" in capsys.readouterr().err
    assert not (tmp_path / "a.pack").exists()
    guarded = tmp_path / "b.pack"
    assert run(*makes, "-o", guarded, "--pack-passphrase-file", words, *opens) == 0
    assert guarded.read_bytes().startswith(b"age-encryption.org")
    begins = "new", guarded, "--assessor", "Ben", "--pack-passphrase-file", words
    assert run(*begins, "-o", tmp_path / "open.mission") == 2
    assert not (tmp_path / "open.mission").exists()
    assert run(*begins, "-o", tmp_path / "open.mission", "--plain") == 0
    assert run(*begins, "-o", tmp_path / "own.mission", "--passphrase-file", words) == 0
    assert run(*makes, "-o", tmp_path / "c.pack", "--plain", *opens) == 0
    assert {path.stat().st_mode & 0o777 for path in tmp_path.glob("*.pack")} == {0o600}


def test_a_roster_that_is_protected_leaves_in_a_sealed_pack(home: Path, tmp_path: Path) -> None:
    """Who works for headquarters stands on the roster of a protected registry."""
    form, words = tmp_path / "small.md", tmp_path / "words.txt"
    small_form(tmp_path)
    with Mission.create(tmp_path / "hq.registry", role="registry", passphrase=WORDS):
        pass
    registry = "--registry", tmp_path / "hq.registry", "--passphrase-file", words
    trusts = "keys", "trust", tmp_path / "hq.registry", "ab" * 32, "--name", CANARY
    assert run(*trusts, "--passphrase-file", words) == 0
    assert run("pack", form, "-o", tmp_path / "a.pack", *registry) == 2
    sealed = "--pack-passphrase-file", words
    assert run("pack", form, "-o", tmp_path / "a.pack", *registry, *sealed) == 0
