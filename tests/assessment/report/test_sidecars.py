"""Files too large for a report go to sidecars: found there, named while missing, verified."""

from __future__ import annotations

import random

import pytest

from assessor.assessment.entries.evidence import attach_file, files_of
from assessor.assessment.report.report_export import export_report
from assessor.parcel.keys.age_sealing import create_headquarters_key, headquarters_keys
from assessor.parcel.pack.parcel_pack import build_parcel, pack_parcel, unpack_parcel
from assessor.parcel.pack.sidecars import (
    MAX_REPORT_EVIDENCE,
    MAX_SIDECAR_EVIDENCE,
    is_sidecar,
    plan_sidecars,
    sidecar_path,
)
from assessor.parcel.pdf.parcel_extraction import read_parcel
from assessor.registry.receive.quarantine_review import retry_package
from assessor.registry.receive.receiver import receive
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form

REPORTS = "/data/police/reports"
LETTER, FILM = b"%PDF-1.7 letter", random.Random(1).randbytes(9_000)


@pytest.fixture
def sent(tmp_path):
    """A folder with a report and the sidecar of its film."""
    folder = tmp_path / "sent"
    folder.mkdir()
    person = laptop(tmp_path, "Elena")
    with person.create(small_form(tmp_path)) as mission:
        attach_file(mission, REPORTS, LETTER, name="letter.pdf")
        attach_file(mission, REPORTS, FILM, name="film.mp4")
        done = export_report(mission, folder / "report.assessor", sidecar_above=1_000)
    assert done.sidecars == (folder / "report.files.assessor",)
    return folder


@pytest.fixture
def registry(tmp_path):
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        yield registry


def bytes_by_name(mission):
    """Return the content of every named file: name → bytes, or None if it is missing."""
    [row] = mission.assessments()
    return {
        entry.body["name"]: mission.evidence(entry.body["sha256"])
        for entry in mission.entries(row.uuid, "evidence")
    }


WHOLE = {"letter.pdf": LETTER, "film.mp4": FILM}


def test_the_report_carries_the_small_file_and_the_sidecar_the_large(sent):
    inside = unpack_parcel(read_parcel(sent / "report.assessor"))
    beside = unpack_parcel(read_parcel(sent / "report.files.assessor"))
    assert list(inside.evidence.values()) == [LETTER]
    assert list(beside.evidence.values()) == [FILM] and beside.changesets == ()
    assert beside.sender == inside.sender


@pytest.mark.parametrize("what", ["report.assessor", ""])
def test_the_sidecar_is_found_in_the_folder(sent, registry, what):
    report, beside = receive(registry, [sent / what], preview=True)
    assert (report.status, report.files, report.missing) == ("preview", 1, ())
    assert (beside.status, beside.files) == ("preview", 1)
    assert registry.assessments() == ()
    report, beside = receive(registry, [sent / what])
    assert (report.status, report.files, report.missing) == ("new", 1, ())
    assert (beside.file, beside.status, beside.files) == ("report.files.assessor", "new", 1)
    assert bytes_by_name(registry) == WHOLE and registry.check() == ()
    again = receive(registry, [sent])
    assert [(one.status, one.files) for one in again] == [("known", 0), ("known", 0)]


def test_a_sidecar_under_another_name_is_found_too(sent, registry):
    (sent / "report.files.assessor").rename(sent / "aus der Mail.files.assessor")
    (sent / "broken.files.assessor").write_bytes(b"nothing")
    assert len(receive(registry, [sent / "report.assessor"])) == 2
    assert bytes_by_name(registry) == WHOLE


def test_a_missing_sidecar_is_named_and_can_come_later(sent, registry, tmp_path):
    later = (sent / "report.files.assessor").rename(tmp_path / "anything.assessor")
    [preview] = receive(registry, [sent / "report.assessor"], preview=True)
    [report] = receive(registry, [sent / "report.assessor"])
    assert report.missing == preview.missing == ("film.mp4",)
    assert bytes_by_name(registry) == WHOLE | {"film.mp4": None}
    assert registry.check() == ()
    assert receive(registry, [sent / "report.assessor"])[0].missing == ("film.mp4",)
    [receipt] = receive(registry, [later])
    assert (receipt.status, receipt.files) == ("new", 1)
    assert bytes_by_name(registry) == WHOLE


def test_the_sidecar_may_lie_there_when_the_report_comes_again(sent, registry, tmp_path):
    away = (sent / "report.files.assessor").rename(tmp_path / "away")
    receive(registry, [sent / "report.assessor"])
    away.rename(sent / "report.files.assessor")
    report, beside = receive(registry, [sent / "report.assessor"])
    assert (report.status, report.missing, beside.files) == ("known", (), 1)


def test_a_sidecar_nobody_names_waits_until_its_report_came(sent, registry, tmp_path):
    first = (sent / "report.files.assessor").rename(tmp_path / "anything.assessor")
    [refused] = receive(registry, [first])
    assert refused.status == "refused" and "report they belong to" in refused.reason
    assert registry.assessments() == ()
    receive(registry, [sent / "report.assessor"])
    assert retry_package(registry, refused.id).files == 1
    assert bytes_by_name(registry) == WHOLE and registry.quarantine() == ()


def test_files_that_no_entry_names_fill_no_disk(sent, registry, tmp_path):
    inside = unpack_parcel(read_parcel(sent / "report.assessor"))
    smuggled = {"5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03": b"hello\n"}
    bent = build_parcel(
        inside.changesets, inside.assessments, inside.forms, evidence=inside.evidence | smuggled
    )
    (tmp_path / "bent.assessor").write_bytes(bent)
    [receipt] = receive(registry, [tmp_path / "bent.assessor"])
    assert (receipt.status, receipt.files) == ("new", 1)
    assert registry.evidence(*smuggled) is None


def test_a_sidecar_is_sealed_as_its_report_is(tmp_path):
    key = create_headquarters_key(tmp_path / "hq")
    person = laptop(tmp_path, "Elena")
    with person.create(small_form(tmp_path)) as mission:
        attach_file(mission, REPORTS, FILM, name="film.mp4")
        done = export_report(mission, tmp_path / "out.pdf", sidecar_above=1_000, to=[key])
        with Mission.in_memory() as stranger:
            [report] = receive(stranger, [done.path])
            assert report.status == "refused"
    assert FILM not in done.sidecars[0].read_bytes()
    ours = headquarters_keys(tmp_path / "hq")
    with Mission.in_memory() as registry:
        receive(registry, [done.path], identities=ours)
        assert bytes_by_name(registry) == {"film.mp4": FILM}


def test_what_does_not_fit_into_a_report_goes_beside_it(tmp_path):
    person = laptop(tmp_path, "Elena")
    sizes = (30 << 20, 12 << 20, 26 << 20, 1 << 10)
    with person.create(small_form(tmp_path)) as mission:
        for number, size in enumerate(sizes):
            attach_file(mission, REPORTS, bytes([number]) * size, name=f"{number}.bin")
        groups = plan_sidecars(mission.mission, [mission.uuid], above=1 << 30)
        left = {digest for group in groups for digest in group}
        held = mission.mission.evidence_sizes(one.sha256 for one in files_of(mission))
        assert (
            sum(size for digest, size in held.items() if digest not in left) <= MAX_REPORT_EVIDENCE
        )
        assert sorted(held[digest] for digest in left) == [30 << 20]
        groups = plan_sidecars(mission.mission, [mission.uuid], above=1 << 20)
        assert [
            sum(held[digest] for digest in group) <= MAX_SIDECAR_EVIDENCE for group in groups
        ] == [True, True]
        mission.seal()
        assert unpack_parcel(pack_parcel(mission.mission, [mission.uuid], left=left)).entries


@pytest.mark.parametrize(
    ("name", "found"),
    [("a.files.assessor", True), ("a.files-12.ASSESSOR", True), ("a.assessor", False)],
)
def test_sidecars_are_known_by_their_names(tmp_path, name, found):
    assert is_sidecar(name) is found
    assert is_sidecar(sidecar_path(tmp_path / "report.pdf", 2).name)
