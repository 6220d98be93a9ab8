"""A questionnaire that asks for recommendations alone."""

PLAN_FORM = """
| survey | | | | | |
| | type | name | label | bind::asr:kind | bind::asr:sensitivity |
| | begin_group | end | The end | | |
| | begin_repeat | recs | Recommendations | | |
| | text | rec_text | What to do | recommendation | public |
| | end_repeat | | | | |
| | end_group | | | | |
| settings | | |
| | form_id | form_title | namespaces |
| | plan | A plan | asr="urn:assessor:bind:1" |
"""
