"""A mission answers what is asked of forms, evidence, signers, known files and its own state."""

from __future__ import annotations

import hashlib

import pytest

from assessor.errors import Damaged, Reason, Refused
from assessor.store.model.receipt import KnownFile, ParcelOrigin
from tests.support.store.laptops import ASSESSMENT, FORM, Laptop, begun

PDF = b"%PDF-1.7 letter"
DIGEST = hashlib.sha256(PDF).hexdigest()


@pytest.fixture
def ana(tmp_path):
    laptop = Laptop(tmp_path, "Ana")
    laptop.say("/d/q1", "1")
    laptop.say("file", "", kind="evidence", sha256=DIGEST, name="letter.pdf")
    laptop.seal()
    yield laptop
    laptop.mission.close()


def test_forms_and_assessments(ana):
    mission = ana.mission
    assert mission.assessment(ASSESSMENT).form == FORM and mission.assessment("00" * 16) is None
    assert mission.assessment_count == 1 and mission.forms() == ()
    digest = hashlib.sha256(b"packed").hexdigest()
    mission.put_form(digest, b"packed")
    assert mission.form(digest) == b"packed" and mission.forms() == (digest,)
    mission.put_form("ee" * 32, b"another")
    with pytest.raises(Damaged, match="not the one that was signed"):
        mission.form("ee" * 32)
    with pytest.raises(Refused, match="The form"):
        mission.form(FORM)
    with pytest.raises(Refused, match="no assessment"):
        mission.joined("00" * 16)
    with pytest.raises(Refused, match="no entry"):
        mission.entry("~99")


def test_evidence_is_missing_until_it_comes(ana):
    mission = ana.mission
    assert mission.missing_files([ASSESSMENT]) == {DIGEST: "letter.pdf"}
    assert mission.evidence(DIGEST) is None
    mission.put_evidence(DIGEST, PDF)
    assert mission.evidence(DIGEST) == PDF and mission.has_evidence(DIGEST)
    assert mission.evidence_sizes([DIGEST, FORM]) == {DIGEST: len(PDF)}
    assert mission.missing_files([ASSESSMENT]) == {}


def test_entries_are_counted_by_signer_and_state(ana):
    mission, key = ana.mission, ana.identity.public.hex()
    ana.say("/d/q2", "2")
    assert (mission.entry_count(ASSESSMENT), mission.entry_count(ASSESSMENT, drafts=True)) == (2, 3)
    assert mission.size == 3 and mission.has_drafts() and mission.has_drafts(ASSESSMENT)
    assert mission.entries_by_signer(key) == (3, 1_700_000_000_000)
    [signer] = mission.signers(ASSESSMENT)
    assert (signer.signer, signer.author, signer.entries) == (key, "Ana", 2)
    [contact] = mission.last_contacts(ASSESSMENT)
    assert (contact.signer, contact.said, contact.came) == (key, 1_700_000_000_001, 0)
    assert mission.clones() == () and not mission.has_joined


def test_a_received_file_is_known_until_it_is_undone(tmp_path, ana):
    known = KnownFile("aa" * 32, "altered", (Reason("Pages were altered."),))
    origin = ParcelOrigin("a.pdf", "bb" * 32, 7, {ASSESSMENT: FORM}, known_file=known)
    with begun(tmp_path / "hq.registry", "registry") as registry:
        assert registry.known_file(known.digest) is None
        receipt = registry.add(ana.mission.changesets(), receipt=origin).receipt
        assert receipt is not None
        assert registry.known_file(known.digest) == (receipt, known)
        assert registry.find_receipts("bbbb") == (receipt,)
        assert [one.entries for one in registry.receipt_signers(receipt.id)] == [2]
        assert registry.known_changesets(["cc" * 32]) == frozenset()
        registry.undo(receipt.id)
        assert registry.known_file(known.digest) is None


def test_a_damaged_file_says_what_is_wrong(ana):
    mission = ana.mission
    assert mission.check() == ()
    mission.put_evidence("00" * 32, b"other")
    assert mission.check() == (), "such bytes are not stored"
    with mission.connection.transaction():
        mission.connection.execute("UPDATE entry SET superseded=1, at=at+1")
        mission.connection.execute("INSERT INTO evidence VALUES(?, ?)", ("00" * 32, b"other"))
    text = " ".join(mission.check())
    assert "not what was signed" in text and "wrongly marked" in text and "evidence" in text
