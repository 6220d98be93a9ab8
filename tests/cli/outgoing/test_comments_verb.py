"""Comments from the command line, and the government's table out and in."""

from __future__ import annotations

import json

from openpyxl import load_workbook

from tests.support.assessment.matrices import FORM, REPORTS
from tests.support.cli.results import check, fill


def test_the_table_goes_out_and_comes_back(run, tmp_path):
    (tmp_path / "gov.md").write_text(FORM, encoding="utf-8")
    run("new", "gov.md", "-o", "a.mission", "--assessor", "Elena")
    run("fill", "a.mission", fill(tmp_path, "reference,value\nreports,120\n"))
    check(run("comments", "a.mission", "-o", "m.xlsx", "--language", "fr"), 0, "--take")
    book = load_workbook("m.xlsx")
    [row] = [row for row in book.worksheets[0].iter_rows() if row[7].value == REPORTS]
    row[3].value = "Nous avons compté 180."
    book.save("m.xlsx")
    check(run("comments", "a.mission", "--take", "m.xlsx"), 0, "1 new comments", "0 known")
    told = run("comments", "a.mission", "--take", "m.xlsx", "--json")[1]
    assert json.loads(told) == {"comments": 0, "responses": 0, "known": 1}
    [one] = json.loads(run("comments", "a.mission", "--json")[1])
    assert (one["text"], one["source"]) == ("Nous avons compté 180.", "The government")
    answer = ("--respond", one["id"], "Seen.", "--verdict", "partly")
    check(run("comments", "a.mission", *answer), 0, "(partly) Seen.", "2 comments")
    check(run("comments", "a.mission", "-o", "m.docx"), 0)
    check(run("comments", "a.mission", "--take", "m.docx"), 0, "0 new comments", "1 known")


def test_what_cannot_be_is_one_line(run, tmp_path):
    run("new", "small.md", "-o", "a.mission", "--assessor", "Elena")
    check(run("comments", "a.mission"), 0, "0 comments")
    check(run("comments", "a.mission", "-o", "m.xlsx"), 2, "nothing yet")
    check(run("comments", "a.mission", "--take", "no.xlsx"), 2, "no.xlsx")
    check(run("comments", "a.mission", "--respond", "x", "y"), 2, "no comment")
    check(run("comments", "a.mission", "--language", "fr"), 2, "-o")
    check(run("comments", "a.mission", "--verdict", "not"), 2, "--respond")
