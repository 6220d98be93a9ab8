"""Every verb of headquarters says of a registry in PostgreSQL what it says of a file."""

from __future__ import annotations

import json

import pytest

from assessor.cli.main import main

pytestmark = pytest.mark.slow


@pytest.fixture
def home(tmp_path, monkeypatch, samples_received):
    monkeypatch.setenv("ASSESSOR_HOME", str(samples_received.folder / "keys" / "hq"))


def told(capsys, *words):
    code = main([str(word) for word in words])
    return code, capsys.readouterr()


def test_the_verbs_of_headquarters_work_on_a_database(
    home, postgres, samples_received, tmp_path, capsys
):
    shared, file = postgres.database().url, tmp_path / "hq.registry"
    pairs = zip(samples_received.laptops, samples_received.exports, strict=True)
    parcels = [export.path for laptop, export in pairs if laptop.country == "XSV"]
    code, said = told(capsys, "inbox", shared)
    assert code == 1 and "receive something into it first" in said.err
    found = {}
    for place in (shared, file):
        assert told(capsys, "receive", place, *parcels, "--preview")[0] == 0
        code, said = told(capsys, "receive", place, *parcels, "--json")
        assert code == 0
        receipts = json.loads(said.out)
        assert [each["status"] for each in receipts] == ["new"] * 2
        [conflict] = json.loads(told(capsys, "inbox", place, "--json")[1].out)
        first = receipts[0]["assessments"][0]
        found[place] = [
            told(capsys, "registry", "digest", place)[1].out,
            conflict,
            *(
                json.loads(told(capsys, verb, place, *more, "--json")[1].out)
                for verb, more in (
                    ("compare", ()), ("score", ("--assessment", first)),
                    ("show", ("--assessment", first)),
                )
            ),
        ]  # fmt: skip
        assert told(capsys, "publish", place, "--csv", tmp_path / "out")[0] == 0
        answers = (tmp_path / "out" / "answers.csv").read_bytes()
        found[place].append(sorted(answers.splitlines()))
        take = conflict["heads"][0]["entry"]
        code, said = told(
            capsys, "decide", place, conflict["conflict"], "--take", take, "--note", "x"
        )
        assert code == 0 and "0 conflicts left" in said.out
        code, said = told(capsys, "undo", place, receipts[0]["id"])
        assert code == 0
    assert found[shared] == found[file]
    code, said = told(capsys, "registry", "grants")
    assert code == 0 and "CREATE ROLE assessor_reader" in said.out
