"""Every verb that writes a file: what leaves a protected mission or registry is sealed."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from assessor.assessment.entries.evidence import files_of
from assessor.cli.main import main
from assessor.cli.verb_table import VERBS
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form
from tests.support.cli.watched_files import canaries_removed
from tests.support.report.canaries import Canaries, canaries_in, plant
from tests.support.report.canary_form import FORM, fill

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("quickly_derived", "quickly_sealed", "usual_umask"),
]

INSIDE = {
    "mission": "export -o {out}/a.pdf --docx --xlsx|export -o {out}/a.assessor --sidecar-above 1kB|"
    "export -o {out}/a.docx|export -o {out}/a.xlsx|export -o {out}/a.xml|"
    "crosswalk --instrument BC -o {out}/treaty.docx|"
    "crosswalk --instrument BC -o {out}/treaty.xlsx|files --save {file} {out}|"
    "backup {out}/copy.mission|rescue -o {out}/rescued.mission|exchange {out}|invite {out}",
    "registry": "compare --csv {out}/figures|compare --pdf {out}/region.pdf|"
    "publish --csv {out}/t|publish --xlsx {out}/t|publish --geojson {out}/t|"
    "publish --sqlite {out}/t|publish --parquet {out}/t|publish --odk {out}/t|"
    "export -o {out}/a.pdf|export -o {out}/a.assessor|export -o {out}/a.docx|"
    "export -o {out}/a.xlsx|export -o {out}/a.xml|crosswalk --instrument BC -o {out}/b.docx|"
    "backup {out}/copy.registry|rescue -o {out}/rescued.registry",
}
"""The ways out for the team alone, by what they leave: the verb, then its options."""

SHARED = (
    "export -o {out}/a.pdf --profile government|export -o {out}/a.docx --profile public|"
    "comments -o {out}/matrix.xlsx|comments -o {out}/matrix.docx|"
    "plan export --profile government --iati {out}/p.xml --publisher XM-1 --publisher-name A"
)
"""The ways out for readers outside, who may open what is meant for them."""

NO_FILE = """
new, fill, show, check, score, plan list, plan accept, plan set, plan move, plan follow, attach,
meeting start, meeting end, meeting list, meeting disagreements, meeting settle, tonight, team,
undo, inbox, decide, settle, review, upload, combine, part, registry digest, registry dump, redact,
registry grants, retry, form check, upgrade, follow, keys show, keys trust, keys revoke, keys list,
keys read, keys meet, keys contacts, keys forget, keys update, keys recover, keys passphrase,
keys renew, receive, join, demo, explain, release
"""
"""Verbs that write no other file than the mission or registry that they are given or make, or
samples of countries that do not exist."""

OTHER_FILES = frozenset({"unseal", "inspect", "pack", "form print", "keys new", "keys card"})
"""Verbs that write something else than what a mission holds, or what a person holds unsealed."""


@dataclass(frozen=True)
class World:
    """A protected mission and registry full of canaries, with their passphrases in files."""

    folder: Path
    canaries: Canaries
    file: str

    def path(self, role: str) -> Path:
        return self.folder / f"our.{role}"

    def words(self, role: str) -> Path:
        return self.folder / f"{role}.txt"


@pytest.fixture(scope="module")
def usual_umask() -> Iterator[None]:
    """The mask of most systems: a new file may be read by everybody."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, usual_umask: None) -> World:
    """A mission with canaries in everything, received by a registry; both protected."""
    folder, canaries = tmp_path_factory.mktemp("world"), Canaries()
    ana = laptop(folder, canaries.new("an assessor"))
    with ana.create(small_form(folder, FORM)) as mission:
        fill(mission)
        plant(mission, canaries, every=1)
        file = files_of(mission)[0].id
    shutil.copytree(ana.folder / "profile", folder / "home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assessor.store.files.file_opening.KEY_ROUNDS", 1000)
        shutil.copyfile(ana.mission, folder / "our.mission")
        with Mission.open(folder / "our.mission") as mission:
            mission.protect("of the mission")
        patch.setenv("ASSESSOR_HOME", str(folder / "home"))
        assert main(["receive", str(folder / "our.registry"), str(ana.mission)]) == 0
        with Mission.open(folder / "our.registry") as registry:
            registry.protect("of the registry")
    for role in INSIDE:
        (folder / f"{role}.txt").write_text(f"of the {role}")
    (folder / "readers.txt").write_text("words for the readers")
    return World(folder, canaries, file)


@pytest.fixture
def out(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to write to, beside the computer's temporary folder."""
    for name in ("out", "temporary"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setenv("ASSESSOR_HOME", str(world.folder / "home"))
    return tmp_path / "out"


def call(world: World, role: str, way: str, out: Path, *more: object) -> int:
    """Run a verb on a copy of the mission or registry; return its exit code."""
    verb, options = verb_of(way.format(out=out, file=world.file))
    path = Path(shutil.copy(world.path(role), out.parent))
    words = "--passphrase-file", world.words(role)
    return main([str(each) for each in (*verb.split(), path, *options, *words, *more)])


def verb_of(way: str) -> tuple[str, list[str]]:
    """Split a way into its verb, of one word or two, and its options."""
    first, second, *rest = way.split()
    both = f"{first} {second}"
    return (both, rest) if both in VERBS else (first, [second, *rest])


WAYS = [(role, way) for role, ways in INSIDE.items() for way in ways.split("|")]
IDS = [f"{role} {way}".replace("{out}/", "") for role, way in WAYS]


@pytest.mark.parametrize(("role", "way"), WAYS, ids=IDS)
def test_no_canary_of_what_is_protected_lies_in_a_file(
    role: str, way: str, world: World, out: Path
) -> None:
    """Somebody searches what was written, and what was removed or renamed meanwhile."""
    with canaries_removed(out.parent) as removed:
        code = call(world, role, way, out)
    assert canaries_in(out, out.parent / "temporary") == set()
    assert removed == {}
    assert code == (0 if any(out.rglob("*")) else 2)


@pytest.mark.parametrize(("role", "way"), WAYS, ids=IDS)
def test_another_user_reads_nothing_of_a_team(role: str, way: str, world: World, out: Path) -> None:
    """Readable files, as a person chose: they are their owner's alone, whatever the mask."""
    chosen = () if way.split()[0] in ("backup", "rescue", "invite") else ("--plain",)
    assert call(world, role, way, out, *chosen) == 0
    files = [path for path in out.rglob("*") if path.is_file()]
    assert files and {path.stat().st_mode & 0o777 for path in files} == {0o600}


@pytest.mark.parametrize("way", SHARED.split("|"))
def test_what_readers_outside_get_holds_nothing_withheld(way: str, world: World, out: Path) -> None:
    """A report for a government leaves a protected mission as it leaves any other."""
    assert call(world, "mission", way, out) == 0
    found = canaries_in(out) & world.canaries.hidden["government"]
    assert {world.canaries.places[each] for each in found} == set()


def test_every_verb_is_known_here() -> None:
    """A new verb that writes a file is tried here, too."""
    tried = {verb_of(way)[0] for ways in (*INSIDE.values(), SHARED) for way in ways.split("|")}
    no_file = map(str.strip, NO_FILE.split(","))
    assert {*tried, *no_file, *OTHER_FILES} == VERBS.keys()


def test_files_that_verbs_make_are_their_owners_alone(world: World, out: Path) -> None:
    """Missions, registries, packs, keys and what is taken out of a sealed report."""
    words, form = world.words("mission"), world.folder / "small.md"
    report, mission = out / "a.pdf", world.path("mission")
    calls = (
        ("export", mission, "-o", report, "--passphrase-file", words),
        ("unseal", f"{report}.age", "-o", out / "b.pdf", "--sealed-passphrase-file", words),
        ("inspect", out / "b.pdf", "--signed-version", out / "c.pdf"),
        ("receive", out / "new.registry", out / "b.pdf"),
        ("new", form, "-o", out / "new.mission", "--assessor", "Ana", "--passphrase-file", words),
        ("invite", out / "new.mission", out, "--passphrase-file", words),
        ("pack", form, "-o", out / "a.pack", "--registry", out / "new.registry"),
    )
    assert main(["keys", "new", "--headquarters"]) == 0
    for each in calls:
        assert main([str(word) for word in each]) == 0, each
    [invitation] = out.glob("*.invitation")
    join = "join", invitation, "-o", out / "joined.mission", "--passphrase-file", words
    assert main([str(word) for word in join]) == 0
    home = world.folder / "home"
    kept = (path for folder in (out, home) for path in folder.rglob("*") if path.is_file())
    readable = {path.name for path in kept if path.stat().st_mode & 0o077}
    assert readable == set()


def test_what_is_meant_for_others_is_read_by_them(world: World, out: Path) -> None:
    """A card, a public key and a blank questionnaire follow the rules of their folder."""
    for each in (
        ("keys", "card", "-o", out / "me.card"),
        ("form", "print", "cybercrime_needs", "-o", out / "blank.pdf", "--cluster", "pol"),
    ):
        assert main([str(word) for word in each]) == 0
    assert {path.stat().st_mode & 0o777 for path in out.iterdir()} == {0o644}


def test_the_signed_version_of_a_sealed_report_stays_sealed(
    world: World, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who checks a sealed report saves its signed version, and finds it readable on the disk."""
    words, report = world.words("mission"), out / "a.pdf"
    path = world.path("mission")
    assert main(["export", str(path), "-o", str(report), "--passphrase-file", str(words)]) == 0
    opens = "--sealed-passphrase-file", str(words)
    wanted = "--signed-version", str(out / "b.pdf")
    assert main(["inspect", f"{report}.age", *wanted, *opens]) == 2
    assert "a.pdf.age is sealed: open its seal first" in capsys.readouterr().err
    assert canaries_in(out) == set()
