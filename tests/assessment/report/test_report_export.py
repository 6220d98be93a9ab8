"""Reports are written only where they belong, and carry no more than their readers may see."""

from __future__ import annotations

import random
import zlib

import pytest

from assessor.assessment.entries.evidence import attach_file
from assessor.assessment.report.report_export import export_report
from assessor.assessment.report.report_projection import projection_of
from assessor.assessment.review.leak_check import refuse_leaks
from assessor.assessment.review.mission_check import check_assessment
from assessor.errors import FileError, Refused
from assessor.parcel.keys.age_sealing import create_headquarters_key, headquarters_keys
from assessor.parcel.pack.parcel_pack import unpack_parcel
from assessor.parcel.pdf.parcel_extraction import read_parcel
from assessor.registry.receive.receiver import receive
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form

REPORTS = "/data/police/reports"
PUBLIC = """
| survey |         |         |         |                        |
|        | type    | name    | label   | bind::asr:sensitivity  |
|        | integer | reports | Reports | public                 |
| settings |                                |
|          | namespaces                     |
|          | asr="urn:assessor:bind:1"      |
"""


@pytest.mark.parametrize("name", ["our.mission", "report.docx", "report"])
def test_a_report_goes_nowhere_else(tmp_path, name):
    person = laptop(tmp_path, "Elena")
    with person.create(small_form(tmp_path)) as mission:
        before = person.mission.read_bytes()
        with pytest.raises(Refused):
            export_report(mission, person.folder / name)
        assert person.mission.read_bytes() == before


@pytest.mark.parametrize("profile", ["government", "public"])
def test_a_shared_parcel_holds_no_reason_of_a_decision(tmp_path, profile):
    person = laptop(tmp_path, "Elena")
    with person.create(small_form(tmp_path, PUBLIC)) as mission:
        mission.answer("/data/reports", "120")
        export_report(mission, tmp_path / "plain.assessor", profile=profile)
        mission.answer("/data/reports", "121", decision="The minister was wrong")
        export_report(mission, tmp_path / "decided.assessor", profile=profile)
    plain, decided = (
        [payload for one in unpack_parcel(read_parcel(tmp_path / name)).changesets
         for payload in one.payloads if payload]
        for name in ("plain.assessor", "decided.assessor")
    )  # fmt: skip
    assert any('"120"' in payload for payload in plain)
    assert not any("minister" in payload for payload in decided)


@pytest.mark.parametrize("profile", ["government", "public"])
def test_a_text_that_tells_too_much_is_refused(tmp_path, profile):
    """The search includes undone answers: their bodies do not travel either."""
    person = laptop(tmp_path, "Elena")
    note = "Heard from the deputy. Not for print"
    with person.create(small_form(tmp_path, PUBLIC)) as mission:
        mission.answer("/data/reports", "120", note=note)
        mission.answer("/data/reports", "121", note="")
        mission.seal()
        projection = projection_of(mission, profile, None)
        refuse_leaks(mission, projection, ["Reports: 121"])
        with pytest.raises(Refused, match="Heard from the deputy"):
            refuse_leaks(mission, projection, ["121: heard from\nthe Deputy"])
        team = projection_of(mission, "internal", None)
        refuse_leaks(mission, team, [note])


def test_the_way_back_travels_to_no_other_profile(tmp_path):
    keys = (create_headquarters_key(tmp_path / "hq"),)
    person = laptop(tmp_path, "Elena")
    with person.create(small_form(tmp_path, PUBLIC), passphrase="correct horse") as mission:
        for profile in ("internal", "government"):
            export_report(mission, tmp_path / f"{profile}.assessor", profile=profile, to=keys)
    ours = headquarters_keys(tmp_path / "hq")
    internal = unpack_parcel(read_parcel(tmp_path / "internal.assessor"), identities=ours)
    government = unpack_parcel(read_parcel(tmp_path / "government.assessor"), identities=ours)
    assert internal.recovery
    assert not government.recovery


@pytest.mark.parametrize("name", ["report.pdf", "report.assessor"])
def test_a_full_disk_leaves_no_half_report(tmp_path, small_disk, name):
    person = laptop(tmp_path, "Elena")
    (small_disk / name).write_bytes(b"the last report")
    with person.create(small_form(tmp_path)) as mission:
        mission.answer(REPORTS, "12")
        attach_file(mission, REPORTS, random.Random(1).randbytes(1_500_000), name="film.mp4")
        for above in (1 << 20, 1 << 30):  # in a sidecar, and in the report
            with pytest.raises(FileError, match="No space left"):
                export_report(mission, small_disk / name, sidecar_above=above)
            assert [path.name for path in small_disk.iterdir()] == [name]
            assert (small_disk / name).read_bytes() == b"the last report"
        done = export_report(mission, tmp_path / name)
        assert mission.answer_at(REPORTS).value == "12" and check_assessment(mission).problems == ()
        assert done.path.exists()


@pytest.mark.parametrize("profile", ["government", "public"])
def test_a_shared_parcel_names_nobody_and_still_merges(tmp_path, profile):
    elena = laptop(tmp_path, "Elena Robles")
    with elena.create(small_form(tmp_path)) as mission:
        mission.answer("/data/police/stage", "2")
        shared, whole = tmp_path / "shared.pdf", tmp_path / "whole.assessor"
        export_report(mission, shared, profile=profile)
        export_report(mission, whole)
        key = mission.identity.public.hex()
    data = read_parcel(shared)
    contents = unpack_parcel(data)
    uuid = contents.changesets[0].header.assessment
    assert contents.signers == {key: ("",)}
    assert b"Robles" not in shared.read_bytes() and b"Robles" not in zlib.decompress(data[146:])
    assert b"Robles".hex().encode() not in shared.read_bytes()  # as in a certificate
    with Mission.create(tmp_path / "all.registry", role="registry") as registry:
        receive(registry, [shared])
        assert {one.author for one in registry.entries(uuid)} == {""}
        [receipt] = receive(registry, [whole])
        assert {one.author for one in registry.entries(uuid)} == {"Elena Robles"}
        assert receipt.conflicts == 0 and registry.check() == ()
