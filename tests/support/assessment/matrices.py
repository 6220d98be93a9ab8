"""What the tests of the government's comment matrix share: a form, its questions, and comments."""

from __future__ import annotations

from hypothesis import strategies as st

from assessor.assessment.entries.remarks import GovernmentRemark

REPORTS, CASES, FINDING = (f"/data/police/{name}" for name in ("reports", "cases", "finding"))
FORM = """
| survey |             |         |                  |                       |
|        | type        | name    | label            | bind::asr:sensitivity |
|        | begin_group | police  | Police           |                       |
|        | integer     | reports | Reports received | gov                   |
|        | integer     | cases   | Cases opened     | public                |
|        | text        | finding | What we found    | internal              |
|        | end_group   |         |                  |                       |
| settings |
|        | namespaces                | version |
|        | asr="urn:assessor:bind:1" | 1       |
"""
SIGNS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cn", "Co")),
    min_size=1, max_size=12,
)  # fmt: skip
"""What a person may write that every spreadsheet keeps as it is."""


def said(comment: str) -> GovernmentRemark:
    """A comment on the reports received."""
    return GovernmentRemark(REPORTS, comment)
