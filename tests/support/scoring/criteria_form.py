"""A small form with two indicators by criteria, and its answers."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from assessor.form.parse.form_source import FormSource
from assessor.scoring.instrument import Instrument
from tests.support.form.markdown_forms import read_markdown

FORM = """
| survey | | | | | |
| | type | name | label::English (en) | label::French (fr) | calculation |
| | select_multiple cnt | cnt_criteria | Crime is counted | Le crime est compté | |
| | select_multiple aid | aid_criteria | Requests are answered | On répond aux demandes | |
| choices | | | |
| | list_name | name | label::English (en) | label::French (fr) |
| dimensions | | | | |
| | code | order | weight | title_en |
| | all | 1 | 1 | Everything |
| indicators | | | | | |
| | code | question | dimension | weight | title_en |
| | cnt | cnt_criteria | all | 2 | Counting |
| | aid | aid_criteria | all | 1 | Requests |
| missing_reasons | | | | |
| | code | value | title_en | left_out |
| | not_applicable | na | Does not apply | yes |
| areas | | | | | |
| | code | title_en | activity | output | depends_on |
| | stats | Statistics | Count crimes | A table | |
| | days | Requests | Answer requests | A register | stats |
| criteria | | | | | | | | | |
| | indicator | stage | code | criterion_en | criterion_fr | shown_by_en | action_en | may_not_arise | area |
| | cnt | 2 | police | Police count cases. | La police compte. | Police table | Police: count cases. | | stats |
| | cnt | 2 | office | An office compiles. | Un office compile. | Its mandate | Ministry: name one. | | stats |
| | cnt | 3 | table | A table combines all. | Un tableau réunit tout. | The table | Office: make one. | | stats |
| | cnt | 4 | court | Courts send outcomes. | Les tribunaux informent. | The outcomes | Courts: send them. | | stats |
| | cnt | 4 | public | It is published. | Il est publié. | The page | Office: publish it. | | stats |
| | cnt | 5 | check | Its quality is checked. | On le vérifie. | The record | Office: check it. | | stats |
| | aid | 2 | contact | A contact exists. | Un contact existe. | Its name | Ministry: name one. | | days |
| | aid | 3 | days | Requests take ten days. | Dix jours. | The register | Ministry: count. | yes | days |
| | aid | 4 | urgent | Urgent ones take one. | Un jour. | The register | Ministry: hurry. | yes | days |
| | aid | 4 | help | Police are helped. | On aide la police. | The record | Police: ask. | yes | days |
| | aid | 5 | review | It is reviewed. | On revoit. | The minutes | Ministry: review. | | days |
| settings | | |
| | form_id | form_title |
| | criteria | Criteria |
"""  # noqa: E501


@cache
def source() -> FormSource:
    return read_markdown(FORM)


@cache
def instrument() -> Instrument:
    built = Instrument.from_sheets(source().sheets)
    assert built
    return built


@st.composite
def values(draw: st.DrawFn, indicator: str) -> str:
    """An answer about an indicator: some of its criteria, each in one state that it may have."""
    words = []
    for each in instrument().indicator[indicator].criteria:
        states = ["", "shown", "shown", "said", "no", *(("na",) if each.may_not_arise else ())]
        if state := draw(st.sampled_from(states)):
            words.append(f"{each.code}.{state}")
    return " ".join(words)
