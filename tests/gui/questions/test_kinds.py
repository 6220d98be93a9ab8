"""The table of kinds and the table of appearances say the same."""

import pytest

from assessor.form.model.appearances import APPEARANCES
from assessor.gui.questions.question_kinds import KINDS

LAID_OUT = {
    "columns",
    "columns-N",
    "columns-pack",
    "columns-flex",
    "compact",
    "compact-N",
    "horizontal",
    "horizontal-compact",
    "quick",
    "quickcompact",
    "quickcompact-N",
    "list",
    "no-buttons",
    "label",
    "list-nolabel",
    "table-list",
    "field-list",
    "search",
    "vertical",
    "no-ticks",
    "islamic",
    "persian",
    "ethiopian",
    "coptic",
    "wN",
}
"""Words that change how a kind stands, not which kind asks."""


def test_every_word_that_chooses_a_kind_is_declared_as_supported():
    supported = {each.word for each in APPEARANCES if each.supported}
    assert {word for kind in KINDS for word in kind.words} <= supported


def test_every_supported_word_does_something():
    chosen = {word for kind in KINDS for word in kind.words}
    supported = {each.word for each in APPEARANCES if each.supported}
    assert supported == chosen | LAID_OUT


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.control} {kind.widget.__name__}")
def test_every_row_is_reached(kind):
    above = KINDS[: KINDS.index(kind)]
    for other in above:
        hides = other.control == kind.control and other.when is None
        hides = hides and (not other.types or other.types >= kind.types > set())
        assert not (hides and not other.words), f"{other} hides {kind}"
