"""An instrument is read from its sheets whole, or refused with every problem at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assessor.errors import FormError
from assessor.scoring.instrument import Instrument
from assessor.scoring.wording import Wording
from tests.support.scoring.samples import instrument, rows

SMALL: dict[str, list[dict[str, str]]] = {
    "dimensions": [{"code": "a", "weight": "1", "title_en": "A", "title_fr": "Le A"}],
    "indicators": [
        {
            "code": "a1",
            "question": "a1_stage",
            "dimension": "a",
            "weight": "1.5",
            "stage_1": "low",
            "stage_2": "high",
        }
    ],
    "evidence_scale": [{"code": "seen", "value": "1", "max_stage_it_supports": "2.0"}],
}


def check(change: Callable[[dict[str, list[dict[str, str]]]], object], *problems: str) -> None:
    """The small instrument, changed so, is refused with these problems."""
    changed = {name: [dict(row) for row in rows] for name, rows in SMALL.items()}
    change(changed)
    with pytest.raises(FormError) as refused:
        Instrument.from_sheets(changed)
    assert [str(problem) for problem in refused.value.problems] == list(problems)


def test_the_shipped_instrument_is_whole() -> None:
    found = instrument()
    assert (len(found.dimensions), len(found.indicators), len(found.areas)) == (12, 51, 28)
    assert (found.lowest_stage, found.highest_stage) == (1, 5)
    assert all(len(each.descriptors) == 5 for each in found.indicators)
    assert all(found.indicators_in(each.code) for each in found.dimensions)
    assert found.indicator_of["inv_unit_stage"].code == "inv_unit"
    assert found.titles["fr"].startswith("Réponse nationale")
    assert (
        found.titles["zh"] == found.titles["en"] == "National cybercrime response: needs assessment"
    )


def test_a_form_without_the_sheets_is_not_scored() -> None:
    assert Instrument.from_sheets({}) is None
    assert Instrument.from_sheets({"survey": [{"type": "text", "name": "q"}]}) is None


def test_numbers_as_spreadsheets_write_them() -> None:
    found = Instrument.from_sheets(SMALL)
    assert found
    assert found.evidence["seen"].supports == found.evidence["seen"].proves == 2
    assert (found.lowest_stage, found.highest_stage) == (1, 2)


def test_every_problem_is_named_by_sheet_and_row() -> None:
    def spoil(changed: dict[str, list[dict[str, str]]]) -> None:
        changed["indicators"][0] |= {"dimension": "b", "weight": "heavy"}
        changed["dimensions"].append({"code": "a", "weight": "-1"})

    check(
        spoil,
        "[dimensions, row 3] The weight is not above zero. Write a weight such as 1 or 1.2.",
        "[indicators, row 2] The column weight holds 'heavy'. Write a number.",
        "[indicators, row 2] The weight is not above zero. Write a weight such as 1 or 1.2.",
        "[indicators, row 2] The dimension 'b' is not known. Correct the code.",
        "[dimensions, row 3] The code 'a' is used twice. Give it its own code.",
    )


def test_a_rule_must_be_one_we_can_follow() -> None:
    rule = {"question": "a1_stage", "op": "~", "value": "1", "area": "x", "dimension": "a"}
    check(
        lambda changed: changed.update(assistance=[rule], areas=[{"code": "x"}]),
        "[assistance, row 2] The operator '~' is not known. Use == != < <= > >=.",
    )


def test_a_text_falls_back_to_english() -> None:
    title = instrument().dimension["law"].titles
    assert title["fr"] == title["French (fr)"] == "Infractions en droit national"
    assert title["zh"] == title["en"] == "Offences in national law"
    assert "zh" not in title
    assert set(title) == {"en", "fr", "es", "ar"}
    assert Wording({})["fr"] == ""


def test_evidence_to_ask_for_falls_back_to_what_the_form_says() -> None:
    assert instrument().evidence_to_ask("Case register")["es"] == "Registro de casos"
    assert instrument().evidence_to_ask("A photograph")["es"] == "A photograph"


def test_references_stand_for_articles() -> None:
    found = [each.ref for each in instrument().articles(["BC:2-4", "UNCC:14", "BC:3", "XX:9"])]
    assert found == ["BC:2", "BC:3", "BC:4", "UNCC:14"]
    assert len(instrument().articles(["ICCPR"])) == 3


def test_everything_a_reader_sees_is_said_in_every_language() -> None:
    found = instrument()
    said = [found.titles, *(each.titles for each in found.areas)]
    said += [each.titles for each in (*found.evidence_scale, *found.missing_reasons)]
    said += [texts for each in found.legal_refs for texts in (each.instruments, each.titles)]
    asked = {row["bind::asr:evidence"] for row in rows("survey") if "bind::asr:evidence" in row}
    said += [found.evidence_to_ask(text) for text in asked]
    said += [each.titles for each in (*found.dimensions, *found.indicators, *found.offences)]
    said += [each.meanings for each in found.evidence_scale]
    said += [each.purposes for each in found.dimensions]
    said += [texts for each in found.areas for texts in (each.activities, each.outputs)]
    said += [text for each in found.indicators for text in each.descriptors]
    said += [each.evidence_expected for each in found.indicators]
    assert [texts["en"] for texts in said if set(texts) != {"en", "fr", "es", "ar"}] == []
