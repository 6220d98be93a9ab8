"""Results of verbs: what they print, and their exit code."""

from __future__ import annotations

import json


def check(result, code, *parts):
    """Assert a verb's exit code and parts of its output; an error must be one line."""
    found, out, err = result
    assert found == code, (out, err)
    for part in parts:
        assert part in out + err
    if code == 2 and not err.startswith("usage"):
        assert err.count("\n") == 1
    assert "Traceback" not in err


def fill(tmp_path, text, name="answers.csv"):
    """Write a file of answers and return its name."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    return name


def meet(run, home):
    """Let Elena compare the six words of another person."""
    run("keys", "card", "-o", f"{home}.card", home=home)
    words = json.loads(run("keys", "show", "--json", home=home)[1])["words"]
    check(run("keys", "meet", f"{home}.card", "--words", words), 0)
