"""Choices a form keeps beside it in itemsets.csv (select_one_external): one table for all lists.

pyxform writes such a question as an input with a `query`, after ODK Collect; every list of the
table becomes an instance of its own, so that the query reads like any other itemset.
"""

from __future__ import annotations

from collections.abc import Iterable

from assessor.form.model import xpath_nodes
from assessor.form.model.definition import Bind, Itemset
from assessor.form.model.itext import Translations, text_from_ref
from assessor.form.model.xpath_nodes import FixedNode
from assessor.form.parse.external_instances import read_external
from assessor.form.parse.model_parser import ModelParser

EXTERNAL_CHOICES_FILE = "itemsets.csv"
_ID = "itextId"


def external_itemset(
    model: ModelParser, query: str, bind: Bind, *, translated: bool
) -> Itemset | None:
    """The itemset a query means; None, and a problem noted, where it cannot be understood."""
    found = model.expression(query, bind)
    value = model.expression("name", None, bind.path)
    if found is None or value is None:
        return None
    label = "jr:itext(itextId)" if translated else "label"
    return Itemset(found, value, text_from_ref(label))


def external_lists(data: bytes, texts: Translations) -> dict[str, FixedNode]:
    """The lists of itemsets.csv as instances by name; their labels are put into `texts`.

    A column `label::French (fr)` labels choices in that language, `label` in any other. Raises
    FormError where the table cannot be read.
    """
    made: dict[str, FixedNode] = {}
    roots: dict[str, FixedNode] = {}
    for number, row in enumerate(_rows(read_external(EXTERNAL_CHOICES_FILE, data))):
        name = row.child_text("list_name")
        if name not in made:
            made[name] = xpath_nodes.new_root()
            roots[name] = xpath_nodes.new_element(made[name], "root")
        item = xpath_nodes.new_element(roots[name], "item")
        for cell in row.below():
            if cell.name != "list_name":
                xpath_nodes.new_element(item, cell.name, cell.read)
        key = f"{EXTERNAL_CHOICES_FILE}-{number}"
        xpath_nodes.new_element(item, _ID, key)
        for language, words in texts.items():
            words[key] = row.child_text(f"label::{language}") or row.child_text("label")
    return made


def _rows(table: FixedNode) -> Iterable[xpath_nodes.XNode]:
    return table.below()[0].below()
