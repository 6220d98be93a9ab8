"""Published data is the same in every format, is explained, and contains no formulas."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing

import pytest
from openpyxl import load_workbook

from assessor.assessment.headquarters.publication import publish_odk, read_registry, write_tables
from assessor.assessment.mission.outgoing_seal import UNSEALED
from assessor.errors import FileError, Refused
from assessor.parcel.keys.identity import load_identity
from assessor.registry.receive.receiver import receive
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(samples_received):
    return samples_received


@pytest.fixture(scope="module")
def published(worked_out):
    path, identity = worked_out
    with Mission.open(path, read_only=True) as registry:
        return read_registry(registry, identity, "en")


@pytest.fixture(scope="module")
def written(published, tmp_path_factory):
    """A folder with a subfolder for each format."""
    folder = tmp_path_factory.mktemp("written")
    for kind in ("csv", "xlsx", "geojson", "sqlite", "odk"):
        write_tables(published, kind, folder / kind, UNSEALED)
    return folder


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_same_cells_stand_in_every_format(published, written):
    tables = {each.name: each for each in published.sheets}
    book = load_workbook(written / "xlsx" / "registry.xlsx", read_only=True)
    with closing(sqlite3.connect(written / "sqlite" / "registry.db")) as database:
        for name, table in tables.items():
            [count] = database.execute(f"SELECT count(*) FROM {name}").fetchone()
            lines = rows(written / "csv" / f"{name}.csv")
            assert count == len(table.rows) == len(lines)
            assert tuple(lines[0]) == table.head
            assert len(list(book[name].iter_rows())) == count + 1
        stage = "SELECT evidenced FROM stages WHERE iso3='XSH' AND indicator='inv_casework'"
        assert database.execute(stage).fetchone() == (1,)
        lab = "SELECT country FROM needed_and_unfunded WHERE title='Forensic laboratory'"
        assert database.execute(lab).fetchall() == [("Taluvea (fictional)",)]
        assert database.execute("SELECT count(label) FROM answers_in_words").fetchone()[0] > 500
    book.close()


def test_in_which_order_reports_came_is_not_to_be_read_out_of_the_tables(made, tmp_path):
    reports = sorted((made.folder / "reports").glob("*a.assessor"))
    assert len(reports) > 2
    identity = load_identity(made.folder / "keys" / "hq", "HQ")
    told = []
    for at, paths in enumerate((reports, reports[::-1])):
        with Mission.create(tmp_path / f"{at}.registry", role="registry") as registry:
            receive(registry, paths)
            told.append(read_registry(registry, identity, "en").sheets)
    assert told[0] == told[1]


def test_what_is_kept_and_what_is_worked_out_first_publish_the_same(made, published, tmp_path):
    shutil.copy(made.registry, tmp_path / "hq.registry")
    identity = load_identity(made.folder / "keys" / "hq", "HQ")
    with Mission.open(tmp_path / "hq.registry") as registry:
        assert not (tmp_path / "hq.registry.kept").exists()
        assert read_registry(registry, identity, "en").sheets == published.sheets
        assert (tmp_path / "hq.registry.kept").exists()
        assert read_registry(registry, identity, "en").sheets == published.sheets


def test_sections_are_the_golden_scores(made, published):
    table = next(each for each in published.sheets if each.name == "sections")
    found = {(row["iso3"], row["section"]): row for row in table.facts()}
    for each in made.countries:
        for code, told in each.scores["dimensions"].items():
            row = found[each.country, code]
            assert {name: row[name] for name in told if name in row} == {
                name: value for name, value in told.items() if name in row
            }


def test_stages_follow_from_the_published_criteria(published):
    """Whoever has only the tables works out the same stages, by the rules of docs/scoring.md."""
    tables = {each.name: each for each in published.sheets}
    states: dict[tuple[str, str], dict[int, set[str]]] = {}
    for row in tables["criteria"].facts():
        by_stage = states.setdefault((row["assessment"], row["indicator"]), {})
        by_stage.setdefault(row["stage"], set()).add(row["state"])
    rated = [row for row in tables["stages"].facts() if row["state"] == "rated"]
    assert len(rated) > 190
    for row in rated:
        by_stage = states[row["assessment"], row["indicator"]]
        for column, enough in (("asserted", {"shown", "said"}), ("evidenced", {"shown"})):
            reached = 1
            for stage, known in sorted(by_stage.items()):
                if known == {"does not arise"} or known - {"does not arise"} - enough:
                    break
                reached = stage
            assert row[column] == reached, row


def test_every_column_and_code_is_in_the_codebook(published, written):
    for kind in written.iterdir():
        book = rows(kind / "codebook.csv")
        said = {(row["table"], row["column"], row["code"]) for row in book}
        for sheet in published.sheets[:-1]:
            assert {(sheet.name, name, "") for name in sheet.head} <= said
    answers = next(each for each in published.sheets if each.name == "answers")
    levels = {row["evidence"] for row in answers.facts()} - {""}
    assert {(name, "evidence", level) for level in levels for name in ("stages", "answers")} <= said
    verdicts = {row["verdict"] for each in published.sheets if each.name == "needs_and_offers"
                for row in each.facts()}  # fmt: skip
    assert verdicts and {("needs_and_offers", "verdict", one) for one in verdicts} <= said
    known = {row["state"] for each in published.sheets if each.name == "criteria"
             for row in each.facts()}  # fmt: skip
    assert len(known) > 3 and {("criteria", "state", one) for one in known} <= said
    told = [row for row in book if row["column"] and not row["code"]]
    only_named = [row for row in told if row["meaning"] == row["column"].replace("_", " ")]
    assert not only_named, "a column that is only named is not explained"
    metadata = json.loads((written / "sqlite" / "metadata.json").read_text("utf-8"))
    told = metadata["databases"]["registry"]["tables"]
    with closing(sqlite3.connect(written / "sqlite" / "registry.db")) as database:
        named = database.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        assert set(told) == {name for (name,) in named}
    assert all(each["description"] for each in told.values())
    features = json.loads((written / "geojson" / "countries.geojson").read_text("utf-8"))
    for feature in features["features"]:
        assert {("countries", name, "") for name in feature["properties"]} <= said


def test_geojson_is_by_iso3_and_draws_no_borders(written):
    found = json.loads((written / "geojson" / "countries.geojson").read_text("utf-8"))
    assert found["type"] == "FeatureCollection"
    assert [one["id"] for one in found["features"]] == ["XNY", "XSH", "XSV", "XTL"]
    for one in found["features"]:
        assert one["geometry"] is None
        assert 1 <= one["properties"]["law_evidenced"] <= 5


def test_a_submission_is_read_back_and_written_to_the_same_place(made, tmp_path):
    identity = load_identity(made.folder / "keys" / "hq", "HQ")
    with Mission.open(made.registry, read_only=True) as registry:
        first = publish_odk(registry, identity, tmp_path)
        before = [path.read_bytes() for path in first]
        assert publish_odk(registry, identity, tmp_path) == first
        assert [path.read_bytes() for path in first] == before
        uuids = {row.uuid for row in registry.assessments()}
    found = [path for path in first if path.name == "submission.xml"]
    assert {path.parent.name for path in found} == uuids
    assert all(b"instanceID" in path.read_bytes() for path in found)


def test_what_somebody_typed_is_run_by_no_spreadsheet_and_named_people_stay(tmp_path):
    ana = laptop(tmp_path, "Ana")
    with ana.create(small_form(tmp_path)) as mission:
        mission.answer("/data/police/finding", "=1+1", note="Chief Inspector Doe said so")
    with Mission.open(ana.mission, read_only=True) as mission:
        published = read_registry(mission, ana.identity(), "en")
    for kind in ("csv", "xlsx"):
        write_tables(published, kind, tmp_path / kind, UNSEALED)
    [row] = rows(tmp_path / "csv" / "answers.csv")
    assert row["value"] == "'=1+1"
    book = load_workbook(tmp_path / "xlsx" / "registry.xlsx")
    assert [cell.value for cell in book["answers"][2]][4] == "'=1+1"
    assert not any(b"Doe" in path.read_bytes() for path in (tmp_path / "csv").iterdir())


ALIKE = """
| survey |             |        |                     |
|        | type        | name   | label               |
|        | begin_group | police | Police              |
|        | text        | other  | Other police units  |
|        | end_group   |        |                     |
|        | begin_group | courts | Courts              |
|        | text        | other  | Other courts        |
|        | end_group   |        |                     |
|        | begin_repeat | recs  | Recommendation      |
|        | text        | action | What to do          |
|        | end_repeat  |        |                     |
"""


def test_two_questions_of_one_name_have_each_its_own_words(tmp_path):
    ana = laptop(tmp_path, "Ana")
    with ana.create(small_form(tmp_path, ALIKE)) as mission:
        mission.answer("/data/police/other", "Customs")
        mission.answer("/data/courts/other", "Appeal")
        mission.add_repeat("/data/recs", "r1")
        mission.answer("/data/recs[r1]/action", "Train")
    with Mission.open(ana.mission, read_only=True) as mission:
        write_tables(
            read_registry(mission, ana.identity(), "en"), "sqlite", tmp_path / "out", UNSEALED
        )
    with closing(sqlite3.connect(tmp_path / "out" / "registry.db")) as database:
        found = dict(database.execute("SELECT said, label FROM answers_in_words"))
    assert found == {
        "Customs": "Other police units", "Appeal": "Other courts", "Train": "What to do",
    }  # fmt: skip


def test_nothing_to_publish_and_no_place_for_it_are_refused(published, tmp_path):
    nobody = laptop(tmp_path, "Bo").identity()
    with (
        Mission.create(tmp_path / "empty.registry", role="registry") as registry,
        pytest.raises(Refused, match="holds no answers"),
    ):
        read_registry(registry, nobody, "en")
    (tmp_path / "file").write_text("here already")
    with pytest.raises(FileError, match="cannot be made"):
        write_tables(published, "csv", tmp_path / "file" / "in", UNSEALED)


def test_parquet_holds_the_same_cells_with_their_types(published, tmp_path):
    duckdb = pytest.importorskip("duckdb", reason="the extra assessor[parquet] is not installed")
    write_tables(published, "parquet", tmp_path, UNSEALED)
    with duckdb.connect() as database:
        for table in published.sheets:
            found = database.execute(f"SELECT * FROM '{tmp_path / table.name}.parquet'").fetchall()
            assert len(found) == len(table.rows)
            assert found == [tuple(row) for row in table.rows], table.name
        stage = f"SELECT typeof(evidenced) FROM '{tmp_path / 'stages.parquet'}' LIMIT 1"
        assert database.execute(stage).fetchone() == ("BIGINT",)


def test_parquet_keeps_what_text_files_lose(tmp_path):
    pytest.importorskip("duckdb", reason="the extra assessor[parquet] is not installed")
    import duckdb

    from assessor.store.files.parquet import parquet_file

    rows = [
        ("a,b", 1, 1, True, None),
        ('say "é"\nand more', None, 2.5, False, None),
        ("", 3, None, None, None),
    ]
    with duckdb.connect() as database, tempfile.NamedTemporaryFile(suffix=".parquet") as file:
        made = parquet_file(("it's", "whole", "broken", "yes", "never"), rows, tmp_path)
        file.write(made)
        file.flush()
        assert database.execute(f"SELECT * FROM '{file.name}'").fetchall() == rows


@pytest.mark.parametrize("left", [".assessor-parquet-", ".assessor-publishing-"])
def test_what_a_killed_run_left_of_the_answers_goes(published, tmp_path, monkeypatch, left):
    pytest.importorskip("duckdb", reason="the extra assessor[parquet] is not installed")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))  # nothing may be outside
    killed = tempfile.mkdtemp(prefix=left, dir=tmp_path)
    (tmp_path / killed / "rows.csv").write_text("an answer")
    done = write_tables(published, "parquet", tmp_path, UNSEALED)
    assert sorted(tmp_path.iterdir()) == sorted(done)


def test_without_its_library_parquet_is_refused_by_name(published, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "assessor.store.files.parquet", None)
    with pytest.raises(Refused, match=r'pip install "assessor\[parquet\]"'):
        write_tables(published, "parquet", tmp_path / "none", UNSEALED)
    assert not (tmp_path / "none").exists()
