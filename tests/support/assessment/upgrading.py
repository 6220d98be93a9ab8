"""Builders for form upgrades."""

from __future__ import annotations

from tests.support.assessment.laptops import written

OLD = """
| survey |                  |         |                  |                   |
|        | type             | name    | label            | relevant          |
|        | begin_group      | police  | Police           |                   |
|        | integer          | reports | Reports received |                   |
|        | select_one stage | stage   | Stage            |                   |
|        | text             | finding | What we found    |                   |
|        | text             | retired | What is no more  |                   |
|        | end_group        |         |                  |                   |
|        | begin_repeat     | recs    | Recommendation   |                   |
|        | text             | action  | What to do       |                   |
|        | end_repeat       |         |                  |                   |
| choices |          |         |          |
|         | list_name | name   | label    |
|         | stage     | 1      | Initial  |
|         | stage     | 2      | Emerging |
| settings |         |         |
|          | form_id | version |
|          | small   | 1       |
"""
NEW = """
| survey |                  |         |                   |            |         |
|        | type             | name    | label             | constraint | default |
|        | begin_group      | unit    | The unit          |            |         |
|        | integer          | reports | Reports received  | . >= 0     |         |
|        | end_group        |         |                   |            |         |
|        | begin_group      | police  | Police            |            |         |
|        | select_one stage | stage   | Stage of the unit |            |         |
|        | text             | found   | What we found     |            |         |
|        | integer          | staff   | Staff             |            | 5       |
|        | end_group        |         |                   |            |         |
|        | begin_repeat     | advice  | Recommendation    |            |         |
|        | text             | action  | What to do        |            |         |
|        | text             | who     | Who does it       |            | unit    |
|        | end_repeat       |         |                   |            |         |
| choices |          |         |          |
|         | list_name | name   | label    |
|         | stage     | 1      | Initial  |
|         | stage     | 3      | Third    |
| settings |         |         |
|          | form_id | version |
|          | small   | 2       |
"""
POLICE, UNIT = "/data/police", "/data/unit"
FINDING, FOUND, RETIRED = f"{POLICE}/finding", f"{POLICE}/found", f"{POLICE}/retired"


def source(tmp_path, text, name="small"):
    (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    return written(text)
