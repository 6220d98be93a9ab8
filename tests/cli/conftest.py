"""What the tests of the verbs share: a folder of their own, and one home for each person."""

from __future__ import annotations

import pytest

from assessor.cli.main import main
from tests.support.assessment.laptops import SMALL


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run a verb in a folder of its own as a named person; (code, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.md").write_text(SMALL, encoding="utf-8")
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)

    def go(*arguments, home="elena"):
        monkeypatch.setenv("ASSESSOR_HOME", str(tmp_path / "home" / home))
        try:
            code = main([str(each) for each in arguments])
        except SystemExit as stop:
            code = stop.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return go


@pytest.fixture(scope="session")
def shipped_once():
    """The files of a mission on the shipped form, once there are some."""
    return {}


@pytest.fixture
def shipped(run, tmp_path, shipped_once):
    """A mission of Elena's on the shipped form, a.mission: made by the verb, then copied."""
    kept = (tmp_path / "a.mission", tmp_path / "home")
    if not shipped_once:
        new = ("new", "cybercrime_needs", "-o", "a.mission", "--assessor", "Elena")
        assert run(*new, "--country", "XSV")[0] == 0
        found = [kept[0], *(path for path in kept[1].rglob("*") if path.is_file())]
        shipped_once.update({path.relative_to(tmp_path): path.read_bytes() for path in found})
    for path, content in shipped_once.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)


def check(result, code, *parts):
    """Hold a verb's result against its code and what it must say, on one line if it failed."""
    got, out, err = result
    assert got == code, (out, err)
    for part in parts:
        assert part in out + err
    if code == 2 and not err.startswith("usage"):
        assert err.count("\n") == 1
    assert "Traceback" not in err


def fill(tmp_path, text, name="answers.csv"):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return name
