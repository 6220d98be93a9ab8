"""Names of the shipped instrument's questions that the report uses.

Other forms with these names get the same figures; forms without them get a plainer, complete
report.
"""

from __future__ import annotations

from typing import Final

COUNTRY: Final = "country"
COUNTRY_OTHER: Final = "country_other"
"""The name in words, where `country` is OTHER."""
OTHER: Final = "other"
FIRST_DAY: Final = "mission_start"
LAST_DAY: Final = "mission_end"
HOST: Final = "lead_institution"
MISSION_CODE: Final = "mission_code"
REFERENCE_YEAR: Final = "ref_year"
MARKING: Final = "classification"
ATTRIBUTION: Final = "attribution"
CLUSTERS: Final = "clusters_met"

FUNNEL: Final = ("thr_reports_total", "inv_cases", "jud_prosecutions", "jud_convictions")
"""Counts of consecutive steps."""

REC_TEXT: Final = "rec_text"
REC_SECTION: Final = "rec_section"
REC_AREA: Final = "rec_area"
REC_HORIZON: Final = "rec_horizon"
REC_PRIORITY: Final = "rec_priority"
SOON: Final = "short"
"""Horizon code: within six months."""

OFFER_PAYER: Final = "ta_donor"
OFFER_DELIVERER: Final = "ta_implementer"
OFFER_AREA: Final = "ta_area"
OFFER_STATUS: Final = "ta_status"
OFFER_END: Final = "ta_end"
OFFER_COLUMNS: Final = (
    OFFER_PAYER, "ta_implementer", OFFER_AREA, OFFER_STATUS, "ta_start", OFFER_END, "ta_budget",
)  # fmt: skip
"""What a reader compares; the annex of full answers has the rest."""
OFFER_LIVE: Final = frozenset(("planned", "ongoing"))
OFFER_PLANNED: Final = "planned"
ASKED_FOR: Final = "cap_ta_requested"

RIGHTS: Final = ("prc_safeguards", "prc_privacy", "jud_defence", "pol_rights")
"""Indicators of safeguards and rights."""

POWERS, SAFEGUARDS = "prc_powers", "prc_safeguards"
STAFF, WOMEN = "inv_unit_staff", "inv_unit_women"

RIGHTS_TREATY: Final = "ICCPR"
"""Questions that cite it concern human rights."""

CHILDREN: Final = "oce"
"""Offence code of questions about children (bind attribute `offence`)."""

CONTEXT: Final = (
    "law_main_statute",
    "pol_strategy_status",
    "pol_strategy_year",
    "pol_lead_body",
    "pol_coord_body",
    "inv_unit_exists",
    "inv_unit_form",
    "for_lab_exists",
    "for_lab_under",
    "jud_court",
    "ppp_csirt_status",
)
"""Country context before the sections, by the names of this and of earlier versions."""

POPULATION, CONNECTIVITY = "population", "connectivity"
"""The shipped instrument asks neither; the report says so."""

TREATIES: Final = ("int_budapest", "int_uncc")
HARM: Final = "thr_priority_offences"
TRENDS: Final = (
    "thr_trend_dependent",
    "thr_trend_enabled",
    "thr_trend_fraud",
    "thr_trend_abuse",
    "thr_trend_ocsea",
)
THREATS: Final = ("thr_organised", "thr_organised_ten", "thr_darknet")
