"""A redacted entry is gone wherever the order arrives; everything else still verifies."""

from __future__ import annotations

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.entries.evidence import attach_file
from assessor.assessment.exchange.exchange_folder import receive_files
from assessor.assessment.mission.answer_redaction import find_entry, may_redact, redact_entry
from assessor.assessment.report.report_export import export_report
from assessor.assessment.review.mission_check import check_assessment
from assessor.errors import Refused
from assessor.registry.receive.receiver import receive
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form

FINDING, STAGE = "/data/police/finding", "/data/police/stage"
SECRET = "the name of an informant"


@pytest.fixture
def two(tmp_path):
    """Elena's mission, of which Tomas has a copy: (elena, tomas)."""
    elena, tomas = laptop(tmp_path, "Elena"), laptop(tmp_path, "Tomas", 11)
    with elena.create(small_form(tmp_path)) as mission:
        mission.answer(FINDING, SECRET, note="in confidence")
        mission.answer(STAGE, "2")
    tomas.copy_from(elena)
    return elena, tomas


def secret_in(path) -> bool:
    return SECRET.encode() in path.read_bytes()


def test_the_words_are_gone_from_the_file_and_the_rest_verifies(two):
    elena, _ = two
    with elena.open() as mission:
        assert secret_in(elena.mission)
        [entry] = mission.history(FINDING)
        changed = redact_entry(mission, entry.name, "named a person")
        assert FINDING in changed and mission.node(FINDING).value == ""
        [gone] = mission.history(FINDING)
        assert gone.withheld and gone.name == entry.name and gone.author == "Elena"
        order = mission.mission.redaction_order(gone)
        assert order.body == {"reason": "named a person"}
        assert check_assessment(mission).problems == () and mission.conflicts() == ()
        assert not may_redact(mission, gone) and mission.undo_text is None
    assert not secret_in(elena.mission)
    assert not any(secret_in(path) for path in elena.folder.iterdir() if path.is_file())


def test_the_order_travels_whichever_comes_first(two, tmp_path):
    elena, tomas = two
    with elena.open() as mission:
        export_report(mission, tmp_path / "before.assessor")
        redact_entry(mission, mission.history(FINDING)[0].name, "named a person")
        export_report(mission, tmp_path / "after.assessor")
    with tomas.open() as mission:
        assert mission.node(FINDING).value == SECRET
        receive_files(mission, [tmp_path / "after.assessor"])
        mission.reload()
        assert mission.node(FINDING).value == "" and check_assessment(mission).problems == ()
    assert not secret_in(tomas.mission)
    for order in (("before", "after"), ("after", "before")):
        path = tmp_path / f"{order[0]}.registry"
        with Mission.create(path, role="registry") as registry:
            receive(registry, [tmp_path / f"{name}.assessor" for name in order])
            assert registry.check() == ()
        assert not secret_in(path)


def test_others_words_are_headquarters_to_take(two, tmp_path):
    elena, tomas = two
    with tomas.open() as mission:
        [entry] = mission.history(FINDING)
        assert not may_redact(mission, entry)
        with pytest.raises(Refused, match="Only Elena"):
            redact_entry(mission, entry.name, "not mine")
        export_report(mission, tmp_path / "out.assessor")
    head = laptop(tmp_path, "Head", 15).identity()
    with Mission.create(tmp_path / "all.registry", role="registry") as registry:
        receive(registry, [tmp_path / "out.assessor"])
        about = Assessment.of(registry, None, head)
        redact_entry(about, about.history(FINDING)[0].name, "a court order")
        assert registry.check() == ()
        export_report(about, tmp_path / "back.assessor")
    assert not secret_in(tmp_path / "all.registry")
    with elena.open() as mission:
        receive_files(mission, [tmp_path / "back.assessor"])
        mission.reload()
        assert mission.node(FINDING).value == SECRET  # this laptop does not know its headquarters
        mission.mission.allow_redactions(head.public.hex())
        mission.reload()
        assert mission.node(FINDING).value == "" and check_assessment(mission).problems == ()


def test_a_file_of_evidence_goes_with_the_entry_that_names_it(two, tmp_path):
    elena, _ = two
    photo = tmp_path / "photo.png"
    photo.write_bytes(b"\x89PNG\r\n\x1a\n" + SECRET.encode())
    with elena.open() as mission:
        attach_file(mission, STAGE, photo)
        [(digest, entry)] = [
            (each.body["sha256"], each)
            for each in mission.mission.entries(mission.uuid, "evidence")
        ]
        assert mission.mission.evidence(digest)
        redact_entry(mission, entry.name, "shows a face")
        assert mission.mission.evidence(digest) is None and check_assessment(mission).problems == ()


def test_what_cannot_be_taken_back_is_refused(two):
    elena, _ = two
    with elena.open() as mission:
        [entry] = mission.history(FINDING)
        with pytest.raises(Refused, match="Say why"):
            redact_entry(mission, entry.name, " ")
        redact_entry(mission, entry.name, "named a person")
        with pytest.raises(Refused, match="gone already"):
            redact_entry(mission, entry.name, "again")
        [order] = mission.mission.entries(mission.uuid, "redaction")
        with pytest.raises(Refused, match="cannot be taken back"):
            redact_entry(mission, order.name, "changed my mind")
        with pytest.raises(Refused, match="no entry"):
            redact_entry(mission, "ab" * 32 + ":0", "nothing")


def test_a_draft_is_sealed_and_taken_back(two):
    elena, _ = two
    with elena.open() as mission:
        mission.answer(STAGE, "3", note=SECRET)
        redact_entry(mission, mission.answer_at(STAGE).entry.name, "a slip")
        assert mission.answer_at(STAGE).value == ""
    assert sum(map(secret_in, [elena.mission])) == 1  # entries on other questions stay


def test_an_entry_is_named_by_its_beginning(two):
    elena, _ = two
    with elena.open() as mission:
        [entry] = mission.history(FINDING)
        assert find_entry(mission, entry.name) == entry
        with pytest.raises(Refused, match="fits"):
            find_entry(mission, entry.name[:20])  # a changeset has several entries
        with pytest.raises(Refused, match="fits 0"):
            find_entry(mission, "")
