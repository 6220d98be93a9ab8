"""Builders for teams."""

from __future__ import annotations

FORM = """
| survey   |             |         |                    |
|          | type        | name    | label              |
|          | text        | place   | Where              |
|          | text        | day     | When               |
|          | begin_group | police  | Police             |
|          | integer     | reports | Reports received   |
|          | begin_group | lab     | Laboratory         |
|          | integer     | tools   | Tools              |
|          | integer     | staff   | Staff              |
|          | end_group   |         |                    |
|          | end_group   |         |                    |
|          | begin_repeat| recs    | Recommendation     |
|          | text        | action  | What to do         |
|          | end_repeat  |         |                    |
"""
PLACE, DAY = "/data/place", "/data/day"
POLICE, LAB = "/data/police", "/data/police/lab"
REPORTS, TOOLS, STAFF = f"{POLICE}/reports", f"{LAB}/tools", f"{LAB}/staff"
