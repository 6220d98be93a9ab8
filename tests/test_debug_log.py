"""The debug log tells what happens and nothing that a person wrote."""

from __future__ import annotations

import pytest

from assessor import debug_log
from assessor.cli.main import main
from tests.support.assessment.laptops import SMALL


@pytest.fixture(autouse=True)
def off():
    yield
    debug_log.enable(False)


def test_entries_and_statements_are_logged_without_content(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ASSESSOR_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.md").write_text(SMALL, "utf-8")
    (tmp_path / "answers.csv").write_text(
        "reference,value,note\nreports,7788,Confidential words\n", "utf-8"
    )
    new = ("new", "small.md", "-o", "a.mission", "--assessor", "Elena Confidential")
    assert main(["--debug", *new]) == 0
    assert main(["--debug", "fill", "a.mission", "answers.csv"]) == 0
    assert main(["--debug", "export", "a.mission", "-o", "a.assessor"]) == 0
    assert main(["--debug", "receive", "hq.registry", "a.assessor"]) == 0
    log = capsys.readouterr().err
    assert "entry   draft -" in log and "kind answer" in log
    assert "sql     INSERT INTO entry" in log
    assert "entry   changeset " in log
    for content in ("7788", "Confidential", "Elena"):
        assert content not in log


def test_nothing_is_logged_unless_asked(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ASSESSOR_HOME", str(tmp_path / "home"))
    assert main(["keys", "show"]) == 0
    debug_log.write("entry", "1")
    debug_log.write_sql("SELECT 1")
    assert not capsys.readouterr().err


def test_literals_of_a_statement_are_left_out(capsys):
    debug_log.enable()
    debug_log.write_sql("SELECT 'a ''name''' FROM t WHERE key = " + "ab" * 16)
    line = capsys.readouterr().err
    assert "name" not in line and "abab" not in line
    assert "SELECT '…' FROM t WHERE key = '…'" in line


@pytest.mark.window
def test_signals_are_logged_by_kind(capsys):
    from PySide6.QtCore import QObject, Signal

    from assessor.gui.app.startup import log_signals

    class Source(QObject):
        changed = Signal(object)

    debug_log.enable()
    source = Source()
    log_signals(source)
    source.changed.emit({"secret_question": frozenset({"value"}), "other": frozenset({"added"})})
    assert "signal  changed: 2 references, added, value" in capsys.readouterr().err
