"""What the sample missions' law and practice have of each article, worked out in SQL.

    python -m tests.support.scoring.treaties_in_sql

It reads the cells `in_law`, `at_most` and `practice` of the sheet `legal_refs` by itself, follows
docs/scoring.md and shares no line with assessor.scoring.
"""

from __future__ import annotations

import csv
import re
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.support.scoring.scores_in_sql import loaded

STATUS = {"no": 0, "partly": 1, "yes": 2}

TABLES = """
CREATE TABLE term (ref, alt INTEGER, term INTEGER, question, counted INTEGER);
CREATE TABLE code (ref, alt INTEGER, term INTEGER, code, status INTEGER);
CREATE TABLE most (ref, status INTEGER, question, code);
CREATE TABLE source (ref, place INTEGER, name, code, optional INTEGER, in_place INTEGER, top);
"""

DECISIONS = """
CREATE VIEW country AS SELECT DISTINCT iso3 FROM answers;
CREATE TABLE term_status AS
  SELECT c.iso3, t.ref, t.alt, t.term,
    CASE WHEN NOT EXISTS (SELECT 1 FROM word w WHERE w.iso3 = c.iso3 AND w.question = t.question)
           OR EXISTS (SELECT 1 FROM word w WHERE w.iso3 = c.iso3 AND w.question = t.question
                      AND w.word = 'unknown') THEN NULL
         WHEN t.counted THEN (
           SELECT CASE COUNT(w.word) WHEN COUNT(*) THEN 2 WHEN 0 THEN 0 ELSE 1 END
           FROM code k LEFT JOIN word w ON w.iso3 = c.iso3 AND w.question = t.question
             AND w.word = k.code
           WHERE k.ref = t.ref AND k.alt = t.alt AND k.term = t.term)
         ELSE COALESCE(
           (SELECT MAX(k.status) FROM code k JOIN word w ON w.word = k.code
            WHERE w.iso3 = c.iso3 AND w.question = t.question
              AND k.ref = t.ref AND k.alt = t.alt AND k.term = t.term),
           (SELECT k.status FROM code k WHERE k.code = 'else'
              AND k.ref = t.ref AND k.alt = t.alt AND k.term = t.term))
    END AS status
  FROM term t CROSS JOIN country c;
CREATE TABLE alternative AS
  SELECT iso3, ref, alt,
    CASE WHEN COUNT(status) = 0 THEN NULL
         WHEN MIN(status) <> MAX(status) OR MAX(status) = 1 THEN 1
         WHEN COUNT(status) = COUNT(*) THEN MIN(status)
         WHEN MAX(status) = 2 THEN 1 END AS status
  FROM term_status GROUP BY iso3, ref, alt;
CREATE TABLE decision AS
  SELECT c.iso3, r.ref, EXISTS (SELECT 1 FROM term t WHERE t.ref = r.ref) AS asked,
    (SELECT MIN(a.status, COALESCE((SELECT MIN(m.status) FROM most m JOIN word w
        ON w.question = m.question AND w.word = m.code AND w.iso3 = c.iso3 WHERE m.ref = r.ref), 2))
     FROM alternative a WHERE a.iso3 = c.iso3 AND a.ref = r.ref AND a.status IS NOT NULL
     ORDER BY a.alt LIMIT 1) AS status
  FROM country c CROSS JOIN (SELECT DISTINCT ref FROM source) r;
"""

PRACTICE = """
SELECT d.iso3, d.ref, d.asked, d.status,
  CASE
    WHEN d.status IS NULL THEN ''
    WHEN d.status = 0 AND (s.optional OR s.in_place) THEN ''
    WHEN d.status = 0 AND EXISTS (
      SELECT 1 FROM source p JOIN word w ON w.question = p.name AND w.word = p.code
      WHERE p.ref = d.ref AND w.iso3 = d.iso3)
      THEN 'reported in use without a legal basis'
    WHEN d.status = 0 THEN 'no legal basis'
    WHEN s.name = '' THEN 'not asked'
    WHEN s.name = 'same' THEN COALESCE((SELECT CASE w.word WHEN 'used' THEN 'in use'
        WHEN 'unused' THEN 'rarely used' END FROM word w JOIN term t ON t.question = w.question
      WHERE t.ref = d.ref AND t.alt = 0 AND t.term = 0 AND w.iso3 = d.iso3), 'not asked')
    WHEN s.code <> '' THEN (SELECT CASE
        WHEN SUM(w.word = 'unknown') OR COUNT(*) = 0 THEN 'not known'
        WHEN SUM(w.word = s.code) THEN 'charged' ELSE 'not charged' END
      FROM word w WHERE w.iso3 = d.iso3 AND w.question = s.name)
    ELSE COALESCE((SELECT 'stage ' || MIN(q.evidenced, CASE d.status WHEN 1
        THEN CAST(s.top AS INTEGER) ELSE 5 END)
      FROM reached q WHERE q.iso3 = d.iso3 AND q.indicator = s.name), 'not known')
  END
FROM decision d JOIN source s ON s.ref = d.ref AND s.place = 0
"""


def _fill(database: sqlite3.Connection, row: dict[str, str]) -> None:
    """Spread the cells of an article over the tables."""
    ref = row["ref"]
    for alt, alternative in enumerate(filter(None, row["in_law"].split(" || "))):
        for at, text in enumerate(alternative.split(" & ")):
            question, rest = text.split(": ", 1)
            found = re.findall(r"(\w+)(?:=(\w+))?", rest)
            database.execute(
                "INSERT INTO term VALUES (?, ?, ?, ?, ?)", (ref, alt, at, question, "=" not in rest)
            )
            database.executemany(
                "INSERT INTO code VALUES (?, ?, ?, ?, ?)",
                [(ref, alt, at, code, STATUS.get(status)) for code, status in found],
            )
    for status, question, codes in re.findall(r"(\w+) if (\w+)=([\w ]+)", row["at_most"]):
        for code in codes.split():
            database.execute(
                "INSERT INTO most VALUES (?, ?, ?, ?)", (ref, STATUS[status], question, code)
            )
    for place, text in enumerate(row["practice"].split(";")):
        name, _, code = text.partition(":")
        database.execute(
            "INSERT INTO source VALUES (?, ?, ?, ?, ?, ?, ?)",
            (ref, place, name, code, row["duty"] in ("may", "should consider"),
             row["in_place"] == "yes", row["partly_stage"]),
        )  # fmt: skip


def article_rows(folder: Path) -> Iterator[tuple[str, str, str, str]]:
    """Yield country, article, whether it is in law, and its practice."""
    database = loaded(folder)
    database.executescript(TABLES)
    with (folder / "legal_refs.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["duty"]:
                _fill(database, row)
    database.executescript(DECISIONS)
    words = {value: name for name, value in STATUS.items()}
    for iso3, ref, asked, status, practice in database.execute(PRACTICE):
        unknown = "not known" if asked else "not asked"
        yield iso3, ref, words.get(status, unknown), practice


def main() -> None:
    from assessor.shipped import FORMS_FOLDER  # for the path alone

    csv.writer(sys.stdout, lineterminator="\n").writerows(
        article_rows(FORMS_FOLDER / "cybercrime_needs")
    )


if __name__ == "__main__":
    main()
