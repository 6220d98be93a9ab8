"""--help of every verb: what it does, what each argument means, and examples that can be called."""

from __future__ import annotations

import shlex

import pytest

from assessor.cli.base.verb_help import EXAMPLES, verbs_of
from assessor.cli.main import parser

ALL = {words: verb for words, _, verb in verbs_of(parser())}
VERBS = {words: verb for words, verb in ALL.items() if verb.get_default("run")}


@pytest.mark.parametrize("words", VERBS)
def test_a_verb_explains_itself(words):
    verb = VERBS[words]
    said = verb.format_help()
    assert verb.description and "exit status:" in said
    silent = [action.dest for action in verb._actions if not action.help]
    assert not silent
    for line in EXAMPLES[words]:
        assert line.startswith(words)
        assert parser().parse_args(shlex.split(line)).run


def test_every_example_is_of_a_verb_and_every_group_points_at_its_verbs():
    assert EXAMPLES.keys() == VERBS.keys()
    for words in ALL.keys() - VERBS.keys():
        assert f"assessor {words} VERB --help" in ALL[words].format_help()
