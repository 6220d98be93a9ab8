"""A small questionnaire with a text of every sensitivity, in which canaries are planted."""

from __future__ import annotations

from assessor.assessment.assessment import Assessment
from assessor.assessment.entries.recommendation_plan import annotate_action, plan_of

FORM = """
| survey | | | | | |
| | type | name | label | bind::asr:sensitivity | bind::asr:kind |
| | begin_group | police | Police | | |
| | integer | reports | Reports received | gov | |
| | integer | cases | Cases opened | public | |
| | select_one stage | stage | Stage of the unit | internal | |
| | text | finding | What we found | internal | |
| | text | released | What we publish | public | |
| | text | obstacle | What hinders | confidential | |
| | text | plan | What they plan | | |
| | end_group | | | | |
| | begin_group | courts | Courts | | |
| | text | judges | What judges say | internal | |
| | select_multiple stage | steps | Steps seen | gov | |
| | decimal | backlog | Years of backlog | internal | |
| | text | registry | Its registry | internal | |
| | begin_repeat | recs | Recommendation | | |
| | text | rec_text | What to do | public | recommendation |
| | end_repeat | | | | |
| | end_group | | | | |
| choices |
| | list_name | name | label |
| | stage | 1 | Initial |
| | stage | 2 | Operational |
| dimensions |
| | code | order | weight | title_en | score_field |
| | all | 1 | 1 | All | |
| indicators |
| | code | question | dimension | weight | title_en |
| | stage | stage | all | 1 | Unit |
| legal_refs |
| | ref | instrument_code | instrument | article | title_en | duty | in_law |
| | BC:2 | BC | Treaty | 2 | Access | must | stage: 2=yes 1=partly |
| settings |
| | namespaces | version |
| | asr="urn:assessor:bind:1" | 1 |
"""
VALUES = {"reports": "120", "cases": "7", "stage": "2", "released": "Reports", "steps": "1 2"}


def fill(mission: Assessment) -> None:
    """Answer its questions that are no texts, and plan a recommendation."""
    for name, value in VALUES.items():
        mission.answer(f"/data/{'courts' if name == 'steps' else 'police'}/{name}", value)
    mission.add_repeat("/data/courts/recs", "0" * 12)
    mission.answer(f"/data/courts/recs[{'0' * 12}]/rec_text", "Count again")
    [action] = plan_of(mission)
    annotate_action(mission, action.id, owner="Police", start="2027-01-01")
