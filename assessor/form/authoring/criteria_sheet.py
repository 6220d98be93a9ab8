"""The sheet `criteria`: what its rows add to a workbook, so that any ODK tool can ask them.

Each row is a statement that a stage of an indicator asks for. The question of an indicator is a
`select_multiple` with the indicator's code as list. Added are its choices, one for each state of a
criterion (`police_count.shown`, `.said`, `.no`, and `.na` where it may not arise), a constraint
that gives each criterion one state, and two calculations named after the indicator: `<code>_said`,
what was said or shown, and `<code>_shown`, what was shown. docs/scoring.md gives the rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

CRITERIA_SHEET = "criteria"
Rows = list[dict[str, str]]
STATE_WORDS: Mapping[str, Mapping[str, str]] = {
    "shown": {
        "en": "Shown", "fr": "Montré", "es": "Mostrado", "ar": "معروض", "ru": "Показано",
        "zh": "已展示",
    },
    "said": {
        "en": "Said", "fr": "Dit", "es": "Dicho", "ar": "مذكور", "ru": "Сказано", "zh": "口头说明",
    },
    "no": {
        "en": "Not met", "fr": "Non rempli", "es": "No se cumple", "ar": "غير مستوفى",
        "ru": "Не выполнено", "zh": "未达到",
    },
    "na": {
        "en": "Does not arise", "fr": "Sans objet", "es": "No se ha dado", "ar": "لم يطرأ",
        "ru": "Случаев не было", "zh": "未发生",
    },
}  # fmt: skip
"""What a state is called, by what follows a criterion's code in an answer, then by language."""


def add_criteria(
    sheets: Mapping[str, Rows], headers: Mapping[str, Sequence[str]]
) -> tuple[dict[str, Rows], dict[str, list[str]]]:
    """Return sheets and headings with what the sheet `criteria` adds, below the rows there are."""
    added = {name: list(rows) for name, rows in sheets.items()}
    columns = {name: list(header) for name, header in headers.items()}
    groups = _by_indicator(sheets.get(CRITERIA_SHEET, ()))
    asked = {
        row.get("type", "").partition(" ")[2]: (at, row)
        for at, row in enumerate(sheets["survey"])
        if row.get("type", "").startswith("select_multiple ")
    }
    languages = _label_columns(columns.get("survey", ()))
    for indicator, criteria in groups.items():
        if indicator not in asked:
            continue
        at, row = asked[indicator]
        added["survey"][at] = row | {"constraint": _constraint(row, criteria)}
        added["survey"] += _calculations(indicator, row.get("name", ""), criteria)
        added.setdefault("choices", []).extend(_choices(indicator, criteria, languages))
    _need(columns, "survey", ("type", "name", "calculation", "constraint"))
    _need(columns, "choices", ("list_name", "name", *languages))
    return added, columns


def _by_indicator(rows: Sequence[Mapping[str, str]]) -> dict[str, list[Mapping[str, str]]]:
    groups: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        if row.get("code") and row.get("stage", "").isdigit():
            groups.setdefault(row.get("indicator", ""), []).append(row)
    return groups


def _label_columns(header: Sequence[str]) -> dict[str, str]:
    """Return the language code of each label column; a column without a language is English."""
    return {
        column: column[column.rfind("(") + 1 : -1] if column.endswith(")") else "en"
        for column in header
        if column == "label" or column.startswith("label::")
    }


def _choices(
    indicator: str, criteria: Sequence[Mapping[str, str]], languages: Mapping[str, str]
) -> Rows:
    rows = []
    for criterion in criteria:
        for state, words in STATE_WORDS.items():
            if state == "na" and criterion.get("may_not_arise") != "yes":
                continue
            labels = {
                column: f"{words.get(language, words['en'])} – {_text(criterion, language)}"
                for column, language in languages.items()
            }
            rows.append({"list_name": indicator, "name": f"{criterion['code']}.{state}", **labels})
    return rows


def _text(criterion: Mapping[str, str], language: str) -> str:
    english = criterion.get("criterion_en") or criterion.get("criterion", "")
    return criterion.get(f"criterion_{language}") or english


def _calculations(indicator: str, question: str, criteria: Sequence[Mapping[str, str]]) -> Rows:
    """Return the rows that calculate the stage that is asserted and the one that is shown."""
    stages: dict[int, list[Mapping[str, str]]] = {}
    for criterion in sorted(criteria, key=lambda each: int(each["stage"])):
        stages.setdefault(int(criterion["stage"]), []).append(criterion)
    lowest = min(stages) - 1
    first = " or ".join(_is(question, each["code"], "no") for each in stages[lowest + 1])
    nothing_arises = " and ".join(
        _is(question, each["code"], "na") if each.get("may_not_arise") == "yes" else "false()"
        for each in stages[lowest + 1]
    )
    is_lowest = f"if({first} or ({nothing_arises}), {lowest}, '')"
    said = _highest(question, stages, lowest, ("shown", "said"), is_lowest)
    shown = _highest(question, stages, lowest, ("shown",), str(lowest))
    return [
        {"type": "calculate", "name": f"{indicator}_said", "calculation": said},
        {
            "type": "calculate",
            "name": f"{indicator}_shown",
            "calculation": f"if(${{{indicator}_said}} = '', '', {shown})",
        },
    ]


def _highest(
    question: str,
    stages: Mapping[int, Sequence[Mapping[str, str]]],
    lowest: int,
    states: Sequence[str],
    otherwise: str,
) -> str:
    """Return the expression for the highest stage whose criteria and all below have a state."""
    reached = ""
    for stage in sorted(stages, reverse=True):
        below = str(stage - 1) if stage - 1 > lowest else otherwise
        inner = reached or str(stage)
        reached = f"if({_met(question, stages[stage], states)}, {inner}, {below})"
    return reached


def _met(question: str, criteria: Sequence[Mapping[str, str]], states: Sequence[str]) -> str:
    """Return the expression that all these criteria that arise have one of these states."""
    each_met, any_met = [], []
    for criterion in criteria:
        met = " or ".join(_is(question, criterion["code"], state) for state in states)
        any_met.append(met)
        if criterion.get("may_not_arise") == "yes":
            met += f" or {_is(question, criterion['code'], 'na')}"
        each_met.append(f"({met})")
    every = " and ".join(each_met)
    if all(each.get("may_not_arise") == "yes" for each in criteria):
        return f"{every} and ({' or '.join(any_met)})"
    return every


def _is(question: str, code: str, state: str) -> str:
    return f"selected(${{{question}}}, '{code}.{state}')"


def _constraint(row: Mapping[str, str], criteria: Sequence[Mapping[str, str]]) -> str:
    """Return the constraint that no criterion has two states, besides the author's own."""
    counted = (
        "number("
        + " or ".join(f"selected(., '{each['code']}.{state}')" for state in STATE_WORDS)
        + ")"
        for each in criteria
    )
    own = f"({row['constraint']}) and " if row.get("constraint") else ""
    return f"{own}count-selected(.) = {' + '.join(counted)}"


def _need(columns: dict[str, list[str]], sheet: str, names: Sequence[str]) -> None:
    header = columns.setdefault(sheet, [])
    header += [name for name in names if name not in header]
