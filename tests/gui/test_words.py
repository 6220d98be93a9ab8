"""The catalogues: every sentence of the window's frame is there, with the same placeholders."""

import ast
import re
from pathlib import Path

import pytest

from assessor import words
from assessor.gui import home

LANGUAGES = [code for code in words.LANGUAGES if code != "en"]
FOLDER = Path(home.__file__).parent
FRAME = (
    *("app", "backup", "busy", "cards", "check_dialog", "decision", "export_dialog", "header"),
    *("headquarters", "help", "home", "inbox", "menus", "messages", "new_mission", "passphrase"),
    *("receipts", "receiving", "samples", "savemark", "scores", "window"),
)
HOLES = re.compile(r"\{[a-z_]*\}")


def said(module: str) -> set[str]:
    """The source strings a module hands to its Phrases, found in its syntax tree."""
    found = set()
    for node in ast.walk(ast.parse((FOLDER / f"{module}.py").read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("phrases", ".say")):
            found |= {
                argument.value
                for argument in node.args
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            }
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("module", FRAME)
def test_every_sentence_is_translated(module, language):
    missing = said(module) - words._catalogue(language).keys()
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders(language):
    for source, translation in words._catalogue(language).items():
        assert sorted(HOLES.findall(source)) == sorted(HOLES.findall(translation)), source
