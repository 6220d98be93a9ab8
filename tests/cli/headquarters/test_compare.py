"""compare prints, writes tables a spreadsheet runs nothing of, and says what cannot be compared."""

from __future__ import annotations

import csv
import json

import pytest

from tests.support.cli.results import check

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def registry(worked_out):
    return worked_out[0]


def test_the_registry_is_read_and_never_written(run, registry, tmp_path):
    before = registry.read_bytes()
    check(run("compare", registry), 0, "heat map", "Taluvea", "needed and unfunded", "crowded")
    code, out, _ = run("compare", registry, "--by", "region", "--figure", "heat_map", "--json")
    found = json.loads(out)
    assert code == 0
    assert list(found["figures"]) == ["heat_map"]
    assert all(row["n"] == 4 and row["low"] for row in found["figures"]["heat_map"]["rows"])
    by_region = run("compare", registry, "--by", "region", "--figure", "heat_map")
    check(by_region, 0, "Lowest", "Highest", "Countries")
    check(run("compare", registry, "--csv", tmp_path / "out"), 0, "legal_gaps.csv")
    with (tmp_path / "out" / "needs_and_offers.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert {"country", "verdict", "priority"} <= set(rows[0])
    with (tmp_path / "out" / "codebook.csv").open(encoding="utf-8-sig") as file:
        told = {(row["table"], row["column"]) for row in csv.DictReader(file) if row["meaning"]}
    for path in (tmp_path / "out").glob("*.csv"):
        if path.stem != "codebook":
            head = path.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
            assert {(path.stem, column) for column in head} <= told
    assert registry.read_bytes() == before


def test_what_has_no_scores_is_refused(run, tmp_path):
    run("new", "small.md", "-o", "a.mission", "--assessor", "Elena")
    run("export", "a.mission", "-o", "a.pdf")
    run("receive", "hq.registry", "a.pdf")
    check(run("compare", "hq.registry"), 2, "no assessment with scores")
    check(run("compare", "none.registry"), 2)


def test_the_registry_is_published_in_any_format(run, registry, tmp_path):
    before = registry.read_bytes()
    done = run("publish", registry, "--csv", tmp_path / "c", "--odk", tmp_path / "o")
    check(done, 0, "answers.csv", "codebook.csv", "submission.xml")
    assert registry.read_bytes() == before
    code, _, err = run("publish", registry)
    assert code == 2
    assert "--sqlite" in err


def test_all_of_it_is_a_pdf(run, tmp_path, registry):
    path, tables = tmp_path / "region.pdf", tmp_path / "tables"
    both = run("compare", registry, "--pdf", path, "--csv", tables)
    check(both, 0, "for internal use", "heat_map.csv")
    assert path.read_bytes().startswith(b"%PDF") and (tables / "heat_map.csv").exists()
    wrong = run("compare", registry, "--pdf", tmp_path / "region.doc")
    check(wrong, 2, "ends in .pdf")
