"""--help of every verb: what it does, what each argument means, and examples that can be called."""

from __future__ import annotations

import shlex
import subprocess
import sys
from importlib import import_module

import pytest

from assessor.cli.base.verb import DECLARED
from assessor.cli.main import find_verb, main, parser_of
from assessor.cli.verb_table import GROUPS, VERBS

_LISTINGS = ((), *((group,) for group in GROUPS))
_PRINT_IMPORTS = """
import sys
from assessor.cli.base.verb import DECLARED
from assessor.cli.main import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
rooms = {name.split(".")[1] for name in sys.modules if name.startswith("assessor.")}
print(" ".join(sorted(rooms - {"cli", "debug_log", "errors", "garbage", "names"})))
"""


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_explains_itself(verb, capsys):
    _, summary = VERBS[verb]
    with pytest.raises(SystemExit) as stop:
        main([*verb.split(), "--help"])
    text = capsys.readouterr().out
    assert stop.value.code == 0
    assert summary.split()[0].capitalize() in text and "exit status:" in text
    parser = parser_of(verb)
    assert not [action.dest for action in parser._actions if not action.help]
    declared = DECLARED[verb]
    assert declared.examples
    for line in declared.examples:
        words = shlex.split(line)
        assert find_verb(words) == verb
        assert parser.parse_args(words[len(verb.split()) :]).run is declared.run


def test_every_declared_verb_is_in_the_table():
    for module, _ in VERBS.values():
        import_module(f"assessor.cli.{module}")
    modules = {verb: f"assessor.cli.{module}" for verb, (module, _) in VERBS.items()}
    assert {verb: declared.run.__module__ for verb, declared in DECLARED.items()} == modules


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_lists_its_verbs_and_asks_for_one(group, capsys):
    with pytest.raises(SystemExit):
        main([group, "--help"])
    text = capsys.readouterr().out
    assert f"assessor {group} VERB --help" in text
    for verb in VERBS:
        if verb.startswith(f"{group} "):
            assert f"    {verb.split()[1]} " in text or f"    {verb.split()[1]}\n" in text
    with pytest.raises(SystemExit) as stop:
        main([group])
    assert stop.value.code == 2


@pytest.mark.parametrize("words", _LISTINGS, ids=" ".join)
def test_verbs_are_listed_without_importing_any_room(words):
    done = subprocess.run(
        [sys.executable, "-c", _PRINT_IMPORTS, *words, "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == ""


def test_an_unknown_verb_is_refused_and_the_version_is_printed(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["nonsense"])
    assert stop.value.code == 2
    assert "invalid choice: 'nonsense'" in capsys.readouterr().err
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("assessor ")
