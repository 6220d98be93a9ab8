"""What the tests of the verbs share: a folder of their own, and one home for each person."""

from __future__ import annotations

import pytest

from assessor.cli.main import main
from assessor.parcel.keys.identity import load_identity
from tests.support.assessment.laptops import SMALL


@pytest.fixture(autouse=True)
def quick_passphrases(quickly_derived, quickly_sealed):
    """No test of a verb is about what slows a guesser down."""


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run a verb in a folder of its own as a named person; (code, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.md").write_text(SMALL, encoding="utf-8")
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)

    def go(*arguments, home="elena"):
        own = tmp_path / "home" / home
        monkeypatch.setenv("ASSESSOR_HOME", str(own))
        if not own.exists():
            own.mkdir(parents=True)
            load_identity(own, home.capitalize())
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
