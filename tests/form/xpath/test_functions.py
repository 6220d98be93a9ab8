"""Every function and operator on nodes of a form, with unusual arguments: expressions.tsv.

Each line is a context, an expression and its value as text. JavaRosa (the jar in pyxform's wheel)
gives the same values, except under the last heading.
"""

from __future__ import annotations

import re

import pytest

from assessor.form.live.instance import Instance
from assessor.form.model.datatypes import as_string
from tests.support.form.form_filling import REPOSITORY, start
from tests.support.form.peers import evaluated

DATA = REPOSITORY / "tests" / "form" / "xpath"
LINES = (DATA / "expressions.tsv").read_text(encoding="utf-8").splitlines()
XFORM = (DATA / "expressions.xml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def instance() -> Instance:
    return start(XFORM)


def cell_at(instance: Instance, path: str):
    """Return the cell at a path with positions of repeat instances."""
    found = ""
    for name, place in re.findall(r"/(\w+)(?:\[(\d)\])?", path):
        found += f"/{name}"
        if place:
            found = instance.node(found).children[int(place) - 1].reference
    return instance.find_cell(found)


def same(found: str, wanted: str) -> bool:
    """Compare as text, or as numbers without the last digits."""
    try:
        return found == wanted or float(found) == pytest.approx(float(wanted), rel=1e-12)
    except ValueError:
        return False


@pytest.mark.parametrize(
    "place", dict.fromkeys(line.partition("\t")[0] for line in LINES if line[0] == "/")
)
def test_expressions_have_their_values(instance: Instance, place: str) -> None:
    cell = cell_at(instance, place)
    assert cell is not None
    scope = instance.engine.scope(cell.bind)
    wrong = []
    for line in LINES:
        at, _, rest = line.partition("\t")
        if at == place:
            source, _, wanted = rest.partition("\t")
            found = as_string(evaluated(source, instance.engine.runtime, scope, cell))
            if not same(found, wanted):
                wrong.append(f"{source} = {found!r}, expected {wanted!r}")
    assert not wrong, "\n".join(wrong)
