"""select_one_external: filtered choices from itemsets.csv."""

import pytest

from assessor.errors import FormError
from assessor.form.parse.form_parser import parse_form
from assessor.form.parse.form_source import FormSource
from tests.support.form.markdown_forms import read_markdown
from tests.support.gui.forms import instance

PLAIN = """
| survey | | | | |
| | type | name | label | choice_filter |
| | select_one region | region | Region | |
| | select_one_external town | town | Town | region=${region} |
| choices | | | |
| | list_name | name | label |
| | region | n | North |
| | region | s | South |
| external_choices | | | | |
| | list_name | name | label | region |
| | town | a | Alba | n |
| | town | b | Brena | s |
| | town | c | Cala | s |
| | other | z | Zeta | s |
"""


def offered(node):
    return [(choice.value, choice.label) for choice in node.choices]


def test_choices_come_from_the_table_and_follow_the_filter(tmp_path):
    live = instance(PLAIN, tmp_path, "")
    town = live.node("/data/town")
    assert (town.control, offered(town)) == ("select1", [])
    live.set("/data/region", "s")
    assert offered(town) == [("b", "Brena"), ("c", "Cala")]
    live.set("/data/town", "c")
    live.set("/data/region", "n")
    assert offered(town) == [("a", "Alba")]
    assert town.outdated_values == ("c",)


def test_labels_follow_the_language(tmp_path):
    form = PLAIN
    for old, new in (
        (
            "name | label | choice_filter",
            "name | label::English (en) | label::French (fr) | choice_filter",
        ),
        ("| region | Region | |", "| region | Region | Région | |"),
        ("| town | Town | region=", "| town | Town | Ville | region="),
        (
            "name | label |\n| | region",
            "name | label::English (en) | label::French (fr) |\n| | region",
        ),
        ("| n | North |", "| n | North | Nord |"),
        ("| s | South |", "| s | South | Sud |"),
        ("name | label | region |", "name | label::English (en) | label::French (fr) | region |"),
        ("| Alba |", "| Alba | Albe |"),
        ("| Brena |", "| Brena | Brène |"),
        ("| Cala |", "| Cala | Cale |"),
        ("| Zeta |", "| Zeta | Zète |"),
    ):
        assert old in form
        form = form.replace(old, new)
    live = instance(form, tmp_path)
    live.set("/data/region", "s")
    town = live.node("/data/town")
    assert offered(town) == [("b", "Brena"), ("c", "Cala")]
    live.set_language("French (fr)")
    assert offered(town) == [("b", "Brène"), ("c", "Cale")]


def test_a_form_without_its_table_is_refused_by_name():
    source = read_markdown(PLAIN)
    with pytest.raises(FormError, match=r"itemsets\.csv"):
        parse_form(FormSource(source.xform, source.sheets))
    found = parse_form(FormSource(source.xform, source.sheets), forgiving=True)
    assert any("itemsets.csv" in problem.what for problem in found.tolerated_problems)
