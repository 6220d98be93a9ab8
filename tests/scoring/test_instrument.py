"""Tests of reading an instrument from its sheets."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assessor.errors import FormError
from assessor.scoring.instrument import Instrument
from assessor.scoring.instrument_sheets import Wording
from tests.support.scoring.version_1 import instrument, rows

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
    """Check that the changed small instrument is rejected with these problems."""
    changed = {name: [dict(row) for row in rows] for name, rows in SMALL.items()}
    change(changed)
    with pytest.raises(FormError) as rejected:
        Instrument.from_sheets(changed)
    assert [str(problem) for problem in rejected.value.problems] == list(problems)


def test_the_shipped_instrument_is_complete() -> None:
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


def test_a_form_without_sheets_has_no_scores() -> None:
    assert Instrument.from_sheets({}) is None
    assert Instrument.from_sheets({"survey": [{"type": "text", "name": "q"}]}) is None


def test_spreadsheet_numbers_are_read() -> None:
    found = Instrument.from_sheets(SMALL)
    assert found
    assert found.evidence["seen"].supports == found.evidence["seen"].proves == 2
    assert (found.lowest_stage, found.highest_stage) == (1, 2)


def test_every_problem_names_sheet_and_row() -> None:
    def corrupt(changed: dict[str, list[dict[str, str]]]) -> None:
        changed["indicators"][0] |= {"dimension": "b", "weight": "heavy"}
        changed["dimensions"].append({"code": "a", "weight": "-1"})

    check(
        corrupt,
        "[dimensions, row 3] The weight is not above zero. Write a weight such as 1 or 1.2.",
        "[indicators, row 2] The column weight holds 'heavy'. Write a number.",
        "[indicators, row 2] The weight is not above zero. Write a weight such as 1 or 1.2.",
        "[indicators, row 2] The dimension 'b' is not known. Correct the code.",
        "[dimensions, row 3] The code 'a' is used twice. Give it its own code.",
    )


def test_a_rule_needs_a_known_operator() -> None:
    rule = {"question": "a1_stage", "op": "~", "value": "1", "area": "x", "dimension": "a"}
    check(
        lambda changed: changed.update(assistance=[rule], areas=[{"code": "x"}]),
        "[assistance, row 2] The operator '~' is not known. Use == != < <= > >=.",
    )


def test_a_missing_translation_falls_back_to_english() -> None:
    title = instrument().dimension["law"].titles
    assert title["fr"] == title["French (fr)"] == "Infractions en droit national"
    assert title["zh"] == title["en"] == "Offences in national law"
    assert "zh" not in title
    assert set(title) == {"en", "fr", "es", "ar"}
    assert Wording({})["fr"] == ""


def test_expected_evidence_falls_back_to_the_forms_text() -> None:
    assert instrument().evidence_to_ask("Case register")["es"] == "Registro de casos"
    assert instrument().evidence_to_ask("A photograph")["es"] == "A photograph"


def test_references_resolve_to_articles() -> None:
    found = [each.ref for each in instrument().articles(["BC:2-4", "UNCC:14", "BC:3", "XX:9"])]
    assert found == ["BC:2", "BC:3", "BC:4", "UNCC:14"]
    assert len(instrument().articles(["ICCPR"])) == 3


def test_every_visible_text_is_translated() -> None:
    found = instrument()
    texts_found = [found.titles, *(each.titles for each in found.areas)]
    texts_found += [each.titles for each in (*found.evidence_scale, *found.missing_reasons)]
    texts_found += [texts for each in found.legal_refs for texts in (each.instruments, each.titles)]
    expected = {row["bind::asr:evidence"] for row in rows("survey") if "bind::asr:evidence" in row}
    texts_found += [found.evidence_to_ask(text) for text in expected]
    texts_found += [each.titles for each in (*found.dimensions, *found.indicators, *found.offences)]
    texts_found += [each.meanings for each in found.evidence_scale]
    texts_found += [each.purposes for each in found.dimensions]
    texts_found += [texts for each in found.areas for texts in (each.activities, each.outputs)]
    texts_found += [text for each in found.indicators for text in each.descriptors]
    texts_found += [each.evidence_expected for each in found.indicators]
    assert [texts["en"] for texts in texts_found if set(texts) != {"en", "fr", "es", "ar"}] == []
