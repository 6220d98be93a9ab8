"""The form, questions and comments for tests of the comment matrix."""

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
"""Characters that every spreadsheet keeps unchanged."""


def said(comment: str) -> GovernmentRemark:
    """Return a comment on the reports received."""
    return GovernmentRemark(REPORTS, comment)
