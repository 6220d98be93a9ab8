"""What leaves a protected mission is read by nobody who only finds the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.mission.headquarters_key import Headquarters, store_headquarters
from assessor.assessment.report.office_export import export_office
from assessor.assessment.report.report_export import export_report
from assessor.cli.main import main
from assessor.errors import ParcelError, Refused, WrongPassphrase
from assessor.parcel.keys.age_sealing import SEALED_TO_OTHERS, open_sealed, passphrase_identity
from assessor.parcel.pdf.page_seal import SIGNED
from assessor.registry.receive.quarantine_review import retry_package
from assessor.registry.receive.receiver import receive
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import SMALL, laptop, small_form

PASSPHRASE = "a few plain words"
CANARY = "The source is Mr Quetzal of the registry office"
AUDITED = SMALL.replace(
    "|          | begin_group ", "| | audit | audit | | | |\n|          | begin_group ", 1
)
FINDING = "/data/police/finding"

pytestmark = pytest.mark.usefixtures("quickly_derived", "quickly_sealed")


def begin(tmp_path: Path) -> Assessment:
    """Begin a mission with a passphrase, and write a sentence that nobody outside may read."""
    form = small_form(tmp_path, AUDITED)
    mission = laptop(tmp_path, "Ana").create(form, passphrase=PASSPHRASE)
    mission.answer(FINDING, CANARY)
    return mission


@pytest.fixture
def protected(tmp_path: Path) -> Iterator[Assessment]:
    """A mission that is open."""
    with begin(tmp_path) as mission:
        yield mission


def is_readable(path: Path) -> bool:
    """Return whether a file has a beginning that programs open: a report, parcel or document."""
    data = path.read_bytes()
    return CANARY.encode() in data or data.startswith((b"%PDF", b"PK", b"ASSESSOR", b"<", b"event"))


def lines_of(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """Run the command line to success; return what it prints."""
    assert main([str(each) for each in arguments]) == 0
    return capsys.readouterr().out


def headquarters(mission: Mission) -> str:
    """Name a headquarters to a mission; return its secret key."""
    key = pyrage.x25519.Identity.generate()
    found = Headquarters("Geneva", "ab" * 32, (str(key.to_public()),), "", 0)
    store_headquarters(mission, found)
    return str(key)


@pytest.mark.parametrize("name", ["report.pdf", "parcel.assessor", "report.docx", "tables.xlsx"])
def test_a_finder_of_an_internal_export_reads_nothing(
    protected: Assessment, tmp_path: Path, name: str
) -> None:
    """The internal report of a protected mission left in clear, without a word."""
    export = export_office if name.endswith("x") else export_report
    written = export(protected, tmp_path / name, passphrase=PASSPHRASE).path
    assert not is_readable(written)
    assert not (tmp_path / name).exists() or written == tmp_path / name
    opened = open_sealed(written.read_bytes(), [passphrase_identity(PASSPHRASE)])
    assert opened.startswith((b"%PDF", b"PK", b"ASSESSOR"))
    with pytest.raises(ParcelError) as raised:
        open_sealed(written.read_bytes(), [passphrase_identity("other words")])
    assert str(raised.value).startswith("The file is sealed with another passphrase than the one")


@pytest.mark.parametrize("name", ["report.pdf", "parcel.assessor", "report.docx", "tables.xlsx"])
def test_nothing_leaves_in_clear_because_the_passphrase_is_not_at_hand(
    protected: Assessment, tmp_path: Path, name: str
) -> None:
    """An export that knew neither a key nor the passphrase wrote everything in clear."""
    export = export_office if name.endswith("x") else export_report
    with pytest.raises(Refused) as raised:
        export(protected, tmp_path / name)
    assert str(raised.value) == (
        "our.mission is protected, and no key of a headquarters is known to seal this file to: "
        "give the passphrase of the mission, or choose that the file is readable by anybody who "
        "gets it."
    )
    with pytest.raises(WrongPassphrase):
        export(protected, tmp_path / name, passphrase="a mistyped one")
    assert [path.name for path in tmp_path.glob(f"*{Path(name).stem}*")] == []
    assert is_readable(export(protected, tmp_path / name, to=()).path)


@pytest.mark.parametrize("name", ["report.pdf", "parcel.assessor"])
def test_headquarters_receives_the_sealed_file_as_it_is(
    protected: Assessment, tmp_path: Path, name: str
) -> None:
    """Somebody found the file on its way to headquarters, whose key alone opens it."""
    key = headquarters(protected.mission)
    written = export_report(protected, tmp_path / name).path
    assert not is_readable(written)
    with Mission.create(
        tmp_path / "hq.registry", role="registry", passphrase="of the registry"
    ) as registry:
        [refused] = receive(registry, [written])
        assert [reason.message for reason in refused.reasons] == [SEALED_TO_OTHERS]
        again = retry_package(registry, refused.id, identities=[key])
        assert again.status == "new" and again.new > 0
        bodies = [
            tip.body for tips in registry.heads(protected.uuid, "answer").values() for tip in tips
        ]
        assert any(CANARY in str(body) for body in bodies)
        [receipt] = receive(registry, [written], identities=[key])
        assert (receipt.status, receipt.new) == ("known", 0)


@pytest.mark.parametrize("name", ["report.pdf", "parcel.assessor"])
def test_what_the_passphrase_seals_is_received_with_it(
    protected: Assessment, tmp_path: Path, name: str
) -> None:
    """A registry asked for a key that does not exist; now it asks for the passphrase."""
    written = export_report(protected, tmp_path / name, passphrase=PASSPHRASE).path
    with Mission.create(
        tmp_path / "hq.registry", role="registry", passphrase="of the registry"
    ) as registry:
        [refused] = receive(registry, [written])
        assert [reason.message for reason in refused.reasons] == [
            "The file is sealed with a passphrase, that of a mission or one chosen for this file: "
            "ask who sent it for the passphrase, then open the file with it."
        ]
        [receipt] = receive(registry, [written], identities=[passphrase_identity(PASSPHRASE)])
        assert receipt.status == "new" and receipt.new > 0
        assert receipt.pages == (SIGNED if name == "report.pdf" else "")


def test_the_command_line_says_who_can_read_what_it_wrote(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every way out of the command line, in turn, left the words in clear."""
    mission = begin(tmp_path)
    mission.close()
    words = tmp_path / "words.txt"
    words.write_text(PASSPHRASE)
    exports = ("export", mission.path, "--passphrase-file", words, "-o")
    for name in ("a.pdf", "a.assessor", "a.docx", "a.xlsx", "a.xml", "a.csv"):
        audit = ["--audit"] if name == "a.csv" else []
        out = lines_of(capsys, *exports, tmp_path / name, *audit)
        assert "sealed with the passphrase of the mission: tell it to whoever may read" in out, name
    written = list(tmp_path.glob("a.*"))
    assert len(written) >= 6 and not any(map(is_readable, written))
    opens = ("--sealed-passphrase-file", words)
    out = lines_of(capsys, "unseal", tmp_path / "a.pdf.age", "-o", tmp_path / "read.pdf", *opens)
    assert "read.pdf: readable by anybody who gets the file" in out
    out = lines_of(capsys, *exports, tmp_path / "plain.pdf", "--plain")
    assert "plain.pdf: not sealed: readable by anybody who gets the file" in out
    assert is_readable(tmp_path / "plain.pdf")
    assert "whole" in lines_of(capsys, "inspect", tmp_path / "a.pdf.age", *opens)
    into = "receive", tmp_path / "hq.registry", "--plain"
    out = lines_of(capsys, *into, tmp_path / "a.pdf.age", *opens)
    assert "a.pdf.age" in out and "new" in out


def test_a_sealed_word_file_says_that_it_carries_no_answers(
    protected: Assessment, tmp_path: Path
) -> None:
    """A folder of sealed files, one of them a document: it must not pass for a damaged parcel."""
    written = export_office(protected, tmp_path / "a.docx", passphrase=PASSPHRASE).path
    with Mission.in_memory() as registry:
        [receipt] = receive(registry, [written], identities=[passphrase_identity(PASSPHRASE)])
        [reason] = receipt.reasons
        assert reason.message.startswith("{name} is a Word or Excel file that was sealed")
