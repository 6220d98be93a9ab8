"""Attacks of nobody: entries that nobody stands for."""

from __future__ import annotations

import pytest

from assessor.assessment.assessment import Assessment
from assessor.cli.main import main
from assessor.errors import Nameless
from assessor.parcel.keys.identity import load_identity
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form

SENTENCE = "nothing is kept without its author"


def test_an_answer_without_an_author_is_refused(tmp_path):
    """A colleague's mission was filled on a laptop that knows nobody."""
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path)).close()
    nobody = load_identity(tmp_path / "nobody")
    with (
        Assessment.open(ana.mission, identity=nobody) as found,
        pytest.raises(Nameless, match=SENTENCE),
    ):
        found.answer("/data/police/reports", "12")


@pytest.mark.parametrize("author", ["", "  ", "\u200b\u2060", "\u202e"])
def test_a_name_that_nobody_sees_is_none(tmp_path, author):
    """The author was a space, or characters without a picture."""
    with Mission.create(tmp_path / "a.mission") as mission:
        mission.add_assessment("ab" * 16, "cd" * 32)
        draft = Draft("answer", "/data/a", {"value": "1"}, (), 1)
        with pytest.raises(Nameless, match=SENTENCE):
            mission.write("ab" * 16, [draft], author)
        assert mission.entry_count("ab" * 16, drafts=True) == 0


def test_the_command_line_writes_nothing_for_nobody(tmp_path, monkeypatch, capsys):
    """`assessor new` and `assessor fill` ran on a laptop without a name."""
    small_form(tmp_path)
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path)).close()
    (tmp_path / "a.csv").write_text("reference,value\nreports,12\n", encoding="utf-8")
    monkeypatch.setenv("ASSESSOR_HOME", str(tmp_path / "nobody"))
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert main(["fill", str(ana.mission), str(tmp_path / "a.csv")]) == 2
    told = capsys.readouterr().err
    assert SENTENCE in told and told.count("\n") == 1
