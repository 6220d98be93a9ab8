"""A government reads the note beside what it may read, to learn who said it and why."""

from __future__ import annotations

import re

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.entries.sources import add_source
from assessor.assessment.report.report_export import export_report
from assessor.assessment.report.report_projection import preview_report
from assessor.parcel.pack.parcel_pack import unpack_parcel
from assessor.parcel.pdf.parcel_extraction import read_parcel
from assessor.parcel.pdf.pdf_text import pdf_texts
from assessor.store.model.entry import Draft
from tests.support.assessment.laptops import laptop, small_form

FORM = """
| survey |            |                |          |                        |
|        | type       | name           | label    | bind::asr:sensitivity  |
|        | select_one mark | classification | Marking  | internal          |
|        | integer    | backlog        | Backlog  | gov                    |
| choices |           |      |              |
|         | list_name | name | label        |
|         | mark      | c    | Confidential |
| settings |                                |
|          | namespaces                     |
|          | asr="urn:assessor:bind:1"      |
"""
MARKING, BACKLOG = "/data/classification", "/data/backlog"


def text_of_report(mission: Assessment, tmp_path) -> str:
    """Return everything that a government can read in its report."""
    path = export_report(mission, tmp_path / "government.pdf", profile="government").path
    changesets = unpack_parcel(read_parcel(path)).changesets
    payloads = [payload for one in changesets for payload in one.payloads if payload]
    return "\n".join((*pdf_texts(path.read_bytes()), *payloads))


def reasons(mission: Assessment) -> dict[str, str]:
    """Return what the export dialog tells of answers that are left out, by reference."""
    preview = preview_report(mission, profile="government")
    return {answer.reference: answer.why for answer in preview.left_out}


def test_the_note_beside_the_marking(tmp_path):
    """The marking is printed on every page; its note says why it was chosen."""
    with laptop(tmp_path, "Elena").create(small_form(tmp_path, FORM)) as mission:
        mission.answer(MARKING, "c", note="The minister fears the audit", evidence="3")
        text = text_of_report(mission, tmp_path)
        assert "Confidential" in text and '"value":"c"' in text
        assert "minister" not in text and '"evidence"' not in text
        assert reasons(mission) == {MARKING: "bare"}


@pytest.mark.parametrize(
    ("facts", "note"),
    [
        ({"name": "Ana Robles"}, "According to Ana Robles, from the register"),
        ({"name": "Ana Robles"}, "Counted by Mrs ROBLES."),
        ({"name": "Ana Robles", "attribution": "named"}, "Robles says so"),
        ({"institution": "Police of Nambia"}, "Heard at the Police  of Nambia"),
        ({"name": "محمد الحسن"}, "بحسب السيد الحسن"),
        ({"name": "李小龙"}, "据李小龙说明该数字"),
    ],
)
def test_the_note_that_names_a_source(tmp_path, facts, note):
    """An answer for the government rests on a source, and its note says which."""
    with laptop(tmp_path, "Elena").create(small_form(tmp_path, FORM)) as mission:
        source = add_source(mission, cluster="pol", **facts)
        mission.answer(BACKLOG, "640", note=note, sources=(source,))
        text = text_of_report(mission, tmp_path)
        assert "640" in text and note not in text and source not in text
        assert reasons(mission) == {BACKLOG: "named"}


def test_a_note_that_names_nobody_is_read(tmp_path):
    """The note explains the figure, with words that are only like a name."""
    note = "From the roblesque register, as a list of all cases"
    with laptop(tmp_path, "Elena").create(small_form(tmp_path, FORM)) as mission:
        add_source(mission, name="Ana Robles", institution="Police of Nambia")
        add_source(mission, name="Al Li")
        mission.answer(BACKLOG, "640", note=note)
        assert note in text_of_report(mission, tmp_path)
        assert reasons(mission) == {}


@pytest.mark.parametrize(
    ("kind", "key", "body"),
    [
        ("answer", BACKLOG, {"value": "640"}),
        ("repeat", "/data/recs[7f3a9c]", {"added": 1_700_000_000_000}),
        ("renamed", "/data/backlog_before", {"to": BACKLOG}),
    ],
)
def test_a_part_that_this_version_does_not_know(tmp_path, kind, key, body):
    """A later version, or another program, keeps a remark in the body of what is released."""
    with laptop(tmp_path, "Elena").create(small_form(tmp_path, FORM)) as mission:
        draft = Draft(kind, key, body | {"memo": "Ana Robles told us"}, (), 1_700_000_000_000)
        mission.mission.write(mission.uuid, [draft], "Elena")
        uuid = mission.uuid
    with laptop(tmp_path, "Elena").open() as mission:
        assert len(mission.mission.entries(uuid, kind, key)) == 1
        assert "memo" not in (text := text_of_report(mission, tmp_path))
        assert bool(re.search(r"\b640\b", text)) is (kind == "answer")
