"""The change log: events by day; outside the team counts and days only."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from zipfile import ZipFile

import pytest

from assessor.assessment.exchange.exchange_folder import receive_files
from assessor.assessment.mission.answer_redaction import redact_entry
from assessor.assessment.report.office_export import export_office
from assessor.assessment.report.report_export import export_report
from assessor.assessment.report.report_projection import projection_of
from assessor.assessment.review.changelog import report_changes
from assessor.report.annexes.history_annexes import change_log_annex
from assessor.report.blocks.look import Look
from assessor.report.projection.change_log import ChangeKind
from tests.support.assessment.laptops import laptop, small_form, two_who_disagree
from tests.support.assessment.matrices import CASES, FINDING, FORM, REPORTS
from tests.support.report.block_texts import rows

SECRETS = ("Tomas", "Elena", "parcel-of-tomas", "Elena is right", "The wrong register", "Cases")


@pytest.fixture
def mission(tmp_path):
    """Five days: two people answer, a parcel arrives, a conflict is resolved, an entry is redacted,
    the government gets its version, and one more answer is given.
    """
    elena, tomas = laptop(tmp_path, "Elena"), laptop(tmp_path, "Tomas")

    def next_day():
        elena.clock.time += timedelta(days=1)

    with elena.create(small_form(tmp_path, FORM)) as made:
        made.answer(REPORTS, "120", note="by the book")
        made.seal()
        tomas.mission.write_bytes(made.path.read_bytes())
        made.answer(CASES, "7")
        with tomas.open() as twin:
            twin.answer(CASES, "8")
            export_report(twin, tmp_path / "parcel-of-tomas.assessor")
        next_day()
        receive_files(made, [tmp_path / "parcel-of-tomas.assessor"])
        made.reload()
        next_day()
        [conflict] = made.conflicts()
        made.decide(conflict, take=conflict.heads[0].name, note="Elena is right")
        made.answer(FINDING, "The chief hides the other register")
        made.seal()
        [said] = made.mission.entries(made.uuid, "answer", FINDING)
        redact_entry(made, said.name, "The wrong register")
        next_day()
        export_report(made, tmp_path / "government.assessor", profile="government")
        next_day()
        made.answer(REPORTS, "130")
        yield made


def kinds(projection):
    return Counter(each.what for each in projection.changes)


def test_everything_that_happened_stands_on_its_day(mission):
    found = projection_of(mission, "internal", None).changes
    days = {each.what: (each.day.day, each.count) for each in found}
    assert days[ChangeKind.BEGAN][0] == 9
    assert days[ChangeKind.DECIDED] == (11, 1)
    assert days[ChangeKind.ISSUED] == (12, 1)
    assert days[ChangeKind.CHANGED] == (13, 1)
    assert {
        ChangeKind.RECEIVED,
        ChangeKind.REDACTED,
    } <= days.keys()  # by the clock of this computer
    told = {each.what: " ".join(each.details) for each in found}
    assert "parcel-of-tomas" in told[ChangeKind.RECEIVED]
    assert (
        "Cases opened" in told[ChangeKind.DECIDED] and "Elena is right" in told[ChangeKind.DECIDED]
    )
    assert "The wrong register" in told[ChangeKind.REDACTED]


def test_a_decision_taken_back_is_none_until_it_is_made_again(tmp_path):
    def decided(mission):
        found = report_changes(mission, mission.instance, "en")
        return [each.count for each in found if each.what is ChangeKind.DECIDED]

    with two_who_disagree(tmp_path) as mission:
        mission.reload()
        [conflict] = mission.conflicts()
        mission.decide(conflict, take=conflict.heads[0].name, note="Seen")
        assert decided(mission) == [1]
        mission.undo()
        assert decided(mission) == []
        mission.redo()
        assert decided(mission) == [1]


@pytest.mark.parametrize("profile", ["government", "public"])
def test_outside_the_team_it_is_counts_and_days_alone(mission, tmp_path, profile):
    inside, outside = (projection_of(mission, each, None) for each in ("internal", profile))
    assert kinds(outside) == kinds(inside)
    assert not any(each.details for each in outside.changes)
    told = "\n".join(text for row in rows(change_log_annex(Look("en"), outside)) for text in row)
    assert "Differences between assessors decided: 1" in told
    assert not [secret for secret in SECRETS if secret in told]
    for name in ("report.docx", "book.xlsx"):
        export_office(mission, tmp_path / name, profile=profile)
        with ZipFile(tmp_path / name) as made:
            parts = [made.read(part).decode("utf-8", "replace") for part in made.namelist()]
        whole = "".join(parts)
        assert "Differences between assessors decided: 1" in whole
        assert not [each for each in SECRETS[2:5] if each in whole]


def test_the_log_says_who_and_why_to_the_team_and_ends_with_this_version(mission):
    table = list(rows(change_log_annex(Look("en"), projection_of(mission, "internal", None))))
    assert table[0] == ["Day", "What happened", "Who, and why"]
    assert table[1][:2] == ["9 March 2026", "Filling began, with version 1 of the form"]
    assert table[-1] == ["13 March 2026", "Internal version, draft", ""]
    since = "Answers given or changed since the version for the government of 12 March 2026: 1"
    assert any(row[1] == since for row in table)
