"""The recipes of docs/contributing.md, done in a copy of the program: each works as it says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.support.paths import ROOT

pytestmark = pytest.mark.slow

_PAGE = (ROOT / "docs" / "contributing.md").read_text("utf-8")
_STEP = re.compile(
    r"^(?:New file `(?P<new>[^`]+)`:"
    r"|In `(?P<path>[^`]+)`, (?:(?P<where>before|after) `(?P<anchor>[^`]+)`:"
    r"|in the line `(?P<line>[^`]+)`, replace `(?P<old>[^`]+)` by `(?P<text>[^`]+)`\.)"
    r"|Run `(?P<command>[^`]+)`\.)\n+(?:```python\n(?P<code>.*?)```)?",
    re.DOTALL | re.MULTILINE,
)
_FORM = """
| survey |           |          |          |            |                   |
|        | type      | name     | label    | appearance | calculation       |
|        | text      | person   | Name     | upper      |                   |
|        | text      | initials | Initials |            | initials(${person}) |
"""
_KIND = """
import sys
from PySide6.QtWidgets import QApplication
from assessor.assessment.assessment import Assessment
from assessor.gui.questions.question_kinds import kind_of
from assessor.parcel.keys.identity import load_identity
from pathlib import Path
app = QApplication([])
with Assessment.open(Path("a.mission"), identity=load_identity(Path("home"))) as assessment:
    print(kind_of(assessment.node(next(iter(assessment.instance.questions())).reference)).__name__)
"""
_CHAPTER = """
from tests.support.report.projections import plain
from assessor.report.output.chapter_order import chapters_of
from assessor.report.blocks.look import Look
print([chapter.title for chapter in chapters_of(Look("en"), plain())])
"""
_LANGUAGE = """
from assessor.shipped import RESOURCES_FOLDER
from assessor import words
path = RESOURCES_FOLDER / "words" / "pt.po"
text = path.read_text("utf-8")
message = 'msgid "Language"\\nmsgstr '
assert message + '""' in text
path.write_text(text.replace(message + '""', message + '"Idioma"'), "utf-8")
print(words.language_name("pt"), words.translator("pt")("Language"))
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the program in which every recipe was followed."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("assessor", "resources", "forms", "tests/words", "tests/support"):
        skip = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=skip)
    shutil.copy(ROOT / "tests" / "__init__.py", folder / "tests")
    steps = [step.groupdict() for step in _STEP.finditer(_PAGE)]
    for step in steps:
        follow(folder, step)
    (folder / "form.md").write_text(_FORM, "utf-8")
    assert call(folder, "-m", "assessor", "new", "form.md", "-o", "a.mission", "--assessor", "Ana")
    for step in steps:
        if step["command"]:
            call(folder, *step["command"].split()[1:], check=False)
    return folder


def follow(folder, step):
    """Do a step that changes a file."""
    if step["new"]:
        (folder / step["new"]).write_text(step["code"], "utf-8")
    if not step["path"]:
        return
    path, anchor = folder / step["path"], step["anchor"] or step["line"]
    lines = path.read_text("utf-8").splitlines(keepends=True)
    places = [at for at, line in enumerate(lines) if line.strip().startswith(anchor)]
    assert len(places) == 1, f"{path} has not exactly one line that begins with {anchor}"
    [at] = places
    if step["line"]:
        lines[at] = lines[at].replace(step["old"], step["text"])
    else:
        lines.insert(at + (step["where"] == "after"), step["code"])
    path.write_text("".join(lines), "utf-8")


def call(folder, *arguments, check=True):
    """Run Python on the copy; its standard output."""
    environment = os.environ | {
        "PYTHONPATH": str(folder),
        "ASSESSOR_HOME": str(folder / "home"),
        "QT_QPA_PLATFORM": "offscreen",
        "LANG": "en_GB.UTF-8",
    }
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert not check or done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.window
def test_a_question_kind(copy):
    assert call(copy, "-c", _KIND).strip() == "UpperQuestion"


def test_an_xpath_function(copy):
    (copy / "answers.csv").write_text("reference,value\nperson,Ana Ortiz\n", "utf-8")
    call(copy, "-m", "assessor", "fill", "a.mission", "answers.csv")
    assert "initials = AO" in call(copy, "-m", "assessor", "show", "a.mission")


def test_a_report_chapter(copy):
    assert "'Language'" in call(copy, "-c", _CHAPTER)


def test_a_verb(copy):
    assert "print the title of a mission" in call(copy, "-m", "assessor", "--help")
    assert call(copy, "-m", "assessor", "title", "a.mission").strip()
    assert "assessor title san-verano.mission" in call(copy, "-m", "assessor", "title", "--help")


def test_a_language(copy):
    assert call(copy, "-c", _LANGUAGE).split() == ["Português", "Idioma"]


def test_every_recipe_has_steps_and_a_test():
    recipes = _PAGE.split("## Recipes")[1].split("\n## ")[0].split("\n### ")[1:]
    names = [recipe.splitlines()[0] for recipe in recipes]
    assert names == [
        "A question kind", "An XPath function", "A report chapter", "A CLI verb", "A language",
    ]  # fmt: skip
    assert all(_STEP.search(recipe) for recipe in recipes)
