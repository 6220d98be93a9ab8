"""To whom a stage is told is decided for each indicator, with a reason, apart from its words."""

import pytest

from assessor.assessment.entries.sources import add_source
from assessor.assessment.report.release_decisions import decide_release, stage_decisions
from assessor.assessment.report.report_projection import projection_of
from assessor.errors import Refused
from tests.support.assessment.laptops import instrument, laptop
from tests.support.scoring.criteria_form import source

COUNTED = "/data/cnt_criteria"
REASON = "The ministry publishes it in May."


@pytest.fixture
def mission(tmp_path):
    with laptop(tmp_path, "Ana").create(source()) as made:
        made.answer(COUNTED, "police.shown office.shown")
        yield made


def counted(mission):
    return next(each for each in stage_decisions(mission) if each.reference == COUNTED)


def test_without_a_decision_a_stage_is_told_as_usual(mission):
    found = counted(mission)
    assert (found.title, found.asserted, found.evidenced, found.sources) == ("Counting", 2, 2, 0)
    assert (found.told_to, found.usual, found.decided) == ("public", "public", False)


def test_a_decision_has_a_reason_and_can_be_undone(mission):
    with pytest.raises(Refused, match="Say why"):
        decide_release(mission, [counted(mission)], "internal", " ")
    decide_release(mission, [counted(mission)], "internal", REASON)
    found = counted(mission)
    assert (found.readers, found.reason, found.author) == ("internal", REASON, "Ana")
    mission.undo()
    assert counted(mission).readers == "public"
    mission.redo()
    decide_release(mission, [counted(mission)], "")
    assert not counted(mission).decided


def test_an_unknown_level_is_refused(mission):
    with pytest.raises(Refused, match="public, gov, internal"):
        decide_release(mission, [counted(mission)], "everybody", REASON)


def test_an_answer_for_the_team_keeps_its_stage_until_the_team_decides(mission):
    mission.annotate(COUNTED, sensitivity="restricted")
    assert counted(mission).usual == "internal"
    decide_release(mission, [counted(mission)], "gov", REASON)
    assert counted(mission).readers == "gov"


def test_background_bars_what_is_decided(mission):
    heard = add_source(mission, institution="Police", attribution="background")
    mission.annotate(COUNTED, sources=[heard])
    decide_release(mission, [counted(mission)], "public", REASON)
    assert (counted(mission).barred, counted(mission).readers) == ("background", "internal")


@pytest.mark.parametrize(
    ("told_to", "told"),
    [("internal", ()), ("gov", ("government",)), ("", ("government", "public"))],
)
def test_the_report_follows_the_decision(tmp_path, told_to, told):
    with laptop(tmp_path, "Ben").create(instrument()) as mission:
        reference = "/data/sec_thr/thr_statistics_criteria"
        mission.answer(reference, "police_count.shown compiling_office.shown")
        chosen = [each for each in stage_decisions(mission) if each.reference == reference]
        decide_release(mission, chosen, told_to, REASON)
        for profile in ("government", "public"):
            line = projection_of(mission, profile, None).indicator("thr_statistics")
            assert line.released == (profile in told)
            assert (line.evidenced is not None) == (profile in told)
