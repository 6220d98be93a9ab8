"""The pyxform corpus, and its false alarms."""

from __future__ import annotations

import json
from pathlib import Path

from assessor.errors import FormError
from tests.support.form.markdown_forms import read_markdown

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "conformance" / "pyxform_forms.jsonl"


REFUSED = {
    "p0169": "a quotation mark is not closed",
    "p0758": "the calculation is no XPath",
    "p0759": "the calculation is no XPath",
}
"""Forms that pyxform converts but no engine can run as written."""


def false_alarms(every: int) -> dict[str, str]:
    """Return the valid forms of the corpus that are refused, and why."""
    alarms = {}
    for line in CORPUS.read_text(encoding="utf-8").splitlines()[::every]:
        case = json.loads(line)
        if not isinstance(case["xlsform"], str):
            continue
        try:
            read_markdown(case["xlsform"])
        except FormError as error:
            alarms[case["id"]] = str(error)
    return {name: why for name, why in alarms.items() if name not in REFUSED}
