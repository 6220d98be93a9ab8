"""The scores of the sample missions worked out in SQL, from the sheets alone.

    python -m tests.support.scoring.scores_in_sql > forms/cybercrime_needs/samples/expected.csv

It shares no line with assessor.scoring and follows docs/scoring.md, so that an error would have to
be made twice.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

COLUMNS = (
    "iso3", "dimension", "asserted_score", "evidenced_score", "lowest_indicator", "need",
    "priority_or_coverage",
)  # fmt: skip

STAGES = """
CREATE TABLE word AS
  WITH RECURSIVE split(iso3, question, word, rest) AS (
    SELECT iso3, question, '', value || ' ' FROM answers WHERE repeat_no = ''
    UNION ALL
    SELECT iso3, question, substr(rest, 1, instr(rest, ' ') - 1), substr(rest, instr(rest, ' ') + 1)
    FROM split WHERE rest <> '')
  SELECT iso3, question, word FROM split WHERE word <> '';
CREATE INDEX word_at ON word (iso3, question, word);
CREATE VIEW state AS
  SELECT a.iso3, i.code AS indicator, CAST(c.stage AS INTEGER) AS stage,
    EXISTS (SELECT 1 FROM word w WHERE w.iso3 = a.iso3 AND w.question = i.question
            AND w.word = c.code || '.shown') AS shown,
    EXISTS (SELECT 1 FROM word w WHERE w.iso3 = a.iso3 AND w.question = i.question
            AND w.word = c.code || '.said') AS said,
    EXISTS (SELECT 1 FROM word w WHERE w.iso3 = a.iso3 AND w.question = i.question
            AND w.word = c.code || '.no') AS refused,
    EXISTS (SELECT 1 FROM word w WHERE w.iso3 = a.iso3 AND w.question = i.question
            AND w.word = c.code || '.na') AS absent
  FROM criteria c JOIN indicators i ON i.code = c.indicator
  JOIN answers a ON a.question = i.question AND a.missing = '';
CREATE VIEW step AS
  SELECT iso3, indicator, stage,
    SUM(NOT absent) = 0 OR SUM(NOT absent AND NOT (shown OR said)) > 0 AS not_said,
    SUM(NOT absent) = 0 OR SUM(NOT absent AND NOT shown) > 0 AS not_shown,
    SUM(refused) > 0 OR SUM(NOT absent) = 0 AS refuted
  FROM state GROUP BY iso3, indicator, stage;
CREATE TABLE reached AS
  SELECT s.iso3, i.code AS indicator, i.dimension, CAST(i.weight AS REAL) AS weight,
    COALESCE(MIN(s.stage) FILTER (WHERE not_said), 6) - 1 AS asserted,
    COALESCE(MIN(s.stage) FILTER (WHERE not_shown), 6) - 1 AS evidenced
  FROM step s JOIN indicators i ON i.code = s.indicator GROUP BY s.iso3, i.code
  HAVING asserted > 1 OR MAX(refuted AND stage = 2);
"""

SECTIONS = """
SELECT r.iso3, d.code, SUM(r.weight * asserted) / SUM(r.weight),
  SUM(r.weight * evidenced) / SUM(r.weight), MIN(evidenced), CAST(n.value AS REAL),
  CAST(d.weight AS REAL), COUNT(*)
FROM reached r JOIN dimensions d ON d.code = r.dimension
LEFT JOIN answers n ON n.iso3 = r.iso3 AND n.question = d.need_field
GROUP BY r.iso3, d.code ORDER BY CAST(d."order" AS INTEGER)
"""


def rounded(number: float, places: int = 2) -> float:
    """Round half up by the exact value of the double."""
    return float(Decimal(number).quantize(Decimal(10) ** -places, ROUND_HALF_UP))


def loaded(folder: Path) -> sqlite3.Connection:
    """Return a database with a table for each sheet that scores depend on."""
    database = sqlite3.connect(":memory:")
    for name in ("criteria", "indicators", "dimensions", "samples/answers"):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        columns = ", ".join(f'"{column}"' for column in head)
        table = name.rpartition("/")[2]
        database.execute(f"CREATE TABLE {table} ({columns})")
        database.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(head))})", rows)
    database.executescript(STAGES)
    return database


def score_rows(folder: Path) -> Iterator[tuple[object, ...]]:
    """Yield the rows of expected.csv: each mission's sections, then the whole of it."""
    database = loaded(folder)
    sections = database.execute(SECTIONS).fetchall()
    (indicators,) = database.execute("SELECT COUNT(*) FROM indicators").fetchone()
    for iso3 in dict.fromkeys(row[0] for row in database.execute("SELECT iso3 FROM answers")):
        own = [row for row in sections if row[0] == iso3]
        total = sum(row[6] for row in own)
        for _, code, asserted, evidenced, lowest, need, _, _ in own:
            shown = rounded(evidenced)
            priority = "" if need is None else rounded(need * (5 - shown) / 4)
            yield iso3, code, rounded(asserted), shown, lowest, need, priority
        asserted, evidenced = (sum(rounded(r[at]) * r[6] for r in own) / total for at in (2, 3))
        coverage = rounded(100 * sum(row[7] for row in own) / indicators, 0)
        yield iso3, "overall", rounded(asserted), rounded(evidenced), "", "", coverage


def main() -> None:
    from assessor.shipped import FORMS_FOLDER  # for the path alone

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in score_rows(FORMS_FOLDER / "cybercrime_needs"):
        writer.writerow(f"{each:g}" if isinstance(each, float) else each for each in row)


if __name__ == "__main__":
    main()
