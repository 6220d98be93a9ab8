"""External instances (CSV, XML, GeoJSON), and the choices of itemsets.csv.

pyxform writes a select_one_external as an input with a `query`; every list of itemsets.csv becomes
an instance, so that the query works like any other itemset.
"""

from __future__ import annotations

import csv
import json
from typing import Any

from assessor.errors import FormError, Problem
from assessor.form.model import xpath_nodes
from assessor.form.model.definition import Bind, Itemset
from assessor.form.model.itext import Translations, text_from_ref
from assessor.form.model.markup import fixed_tree, prefixes_of, read_xml
from assessor.form.model.xpath_nodes import FixedNode
from assessor.form.parse.model_parser import ModelParser

MAX_ROWS = 200_000
MAX_COLUMNS = 500
MAX_CELLS = 1_500_000
"""Cells of one table, including blank ones: half a gigabyte of nodes."""


def read_external(name: str, data: bytes) -> FixedNode:
    """Parse an attachment by its suffix. Raises FormError if it cannot be read."""
    suffix = name.rpartition(".")[2].lower()
    try:
        if suffix == "csv":
            return _csv(data.decode("utf-8-sig"))
        if suffix in {"geojson", "json"}:
            return _geojson(json.loads(data.decode("utf-8-sig")))
    except RecursionError as error:
        raise FormError([Problem(f"The file {name} nests without end.")]) from error
    except (UnicodeDecodeError, ValueError, KeyError, TypeError, csv.Error) as error:
        raise FormError([Problem(f"The file {name} cannot be read: {error}.")]) from error
    root = read_xml(data, f"The file {name}")
    return fixed_tree(root, prefixes_of(root))


def _csv(text: str) -> FixedNode:
    """Parse CSV to root/item with one element per column; column names need not be XML names."""
    if text.count("\n") > MAX_ROWS:
        raise ValueError(f"it has more than {MAX_ROWS} rows")
    document = xpath_nodes.new_root()
    root = xpath_nodes.new_element(document, "root")
    rows = csv.reader(text.splitlines(keepends=True), delimiter=_delimiter(text))
    header = [name.strip() for name in next(rows, [])]
    if len(header) > MAX_COLUMNS:
        raise ValueError(f"it has more than {MAX_COLUMNS} columns")
    if text.count("\n") * len(header) > MAX_CELLS:
        raise ValueError(f"it has more than {MAX_CELLS} cells")
    for row in rows:
        if not any(row):
            continue
        item = xpath_nodes.new_element(root, "item")
        for place, name in enumerate(header):
            xpath_nodes.new_element(item, name, row[place] if place < len(row) else "")
    return document


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return ";" if first.count(";") > first.count(",") else ","


def _geojson(body: Any) -> FixedNode:
    """Parse GeoJSON to root/item per feature: the geometry in ODK's format, then the properties."""
    document = xpath_nodes.new_root()
    root = xpath_nodes.new_element(document, "root")
    if body["type"] != "FeatureCollection":
        raise ValueError("a FeatureCollection is expected")
    for feature in body["features"]:
        item = xpath_nodes.new_element(root, "item")
        xpath_nodes.new_element(item, "geometry", _geometry(feature["geometry"]))
        properties = dict(feature.get("properties") or {})
        if "id" in feature:
            properties.setdefault("id", feature["id"])
        for name, value in properties.items():
            xpath_nodes.new_element(item, name, "" if value is None else _plain(value))
    return document


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _geometry(geometry: Any) -> str:
    kind, points = geometry["type"], geometry["coordinates"]
    if kind == "Point":
        return _point(points)
    if kind == "LineString":
        return "; ".join(map(_point, points))
    if kind == "Polygon":
        return "; ".join(map(_point, points[0]))
    raise ValueError(f"the geometry {kind} is not supported")


def _point(numbers: Any) -> str:
    longitude, latitude = numbers[0], numbers[1]
    return f"{_plain(latitude)} {_plain(longitude)} 0 0"


EXTERNAL_CHOICES_FILE = "itemsets.csv"
_ID = "itextId"


def external_itemset(
    model: ModelParser, query: str, bind: Bind, translated: bool
) -> Itemset | None:
    """Return the itemset of a query; None for an invalid one, which is noted."""
    found = model.expression(query, bind)
    value = model.expression("name", None, bind.path)
    if found is None or value is None:
        return None
    label = "jr:itext(itextId)" if translated else "label"
    return Itemset(found, value, text_from_ref(label))


def external_lists(data: bytes, texts: Translations) -> dict[str, FixedNode]:
    """Return the lists of itemsets.csv as instances by name, and add their labels to `texts`.

    A column `label::French (fr)` has the labels in that language, `label` those in any other.
    Raises FormError if the table cannot be read.
    """
    instances: dict[str, FixedNode] = {}
    roots: dict[str, FixedNode] = {}
    table = read_external(EXTERNAL_CHOICES_FILE, data).child_nodes()[0]
    for number, row in enumerate(table.child_nodes()):
        name = row.child_text("list_name")
        if name not in instances:
            instances[name] = xpath_nodes.new_root()
            roots[name] = xpath_nodes.new_element(instances[name], "root")
        item = xpath_nodes.new_element(roots[name], "item")
        for cell in row.child_nodes():
            if cell.name != "list_name":
                xpath_nodes.new_element(item, cell.name, cell.text)
        key = f"{EXTERNAL_CHOICES_FILE}-{number}"
        xpath_nodes.new_element(item, _ID, key)
        for language, words in texts.items():
            words[key] = row.child_text(f"label::{language}") or row.child_text("label")
    return instances
