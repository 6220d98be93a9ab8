"""Builders and checks for meetings."""

CLUSTERED = """
| survey | | | | | |
| | type | name | label | bind::asr:cluster | bind::asr:kind |
| | begin_group | police | Police | | |
| | integer | reports | Reports received | pol;pro | |
| | select_one stage | stage | Stage | pol | |
| | text | note | What we found | | finding |
| | end_group | | | | |
| | select_multiple cluster | met | Groups met | | admin |
| choices | | | | | |
| | list_name | name | label | | |
| | stage | 1 | Initial | | |
| | cluster | pol | Police | | |
| | cluster | pro | Prosecutors | | |
| | cluster | civ | Civil society | | |
| settings | | | | | |
| | form_id | namespaces | | | |
| | clustered | asr="urn:assessor:bind:1" | | | |
"""
