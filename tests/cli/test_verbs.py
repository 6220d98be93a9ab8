"""The verbs do the whole job, print facts as JSON, and answer with 0, 1 or 2."""

from __future__ import annotations

import json
import shutil

import pytest

from assessor.form.authoring import xlsform
from tests.support.assessment.laptops import OF_COUNTRIES, SMALL
from tests.support.cli.results import check, fill

pytestmark = pytest.mark.slow


def test_two_laptops_disagree_headquarters_decides_and_the_field_learns(run, tmp_path):
    check(run("new", "small.md", "-o", "a.mission", "--assessor", "Elena"), 0, "5 questions")
    check(
        run("fill", "a.mission", fill(tmp_path, "reference,value\nreports,120\n")),
        0,
        "1 answers written",
    )
    for home in ("tomas", "hq"):  # colleague and headquarters may speak for the team
        key = json.loads(run("keys", "show", "--json", home=home)[1])["public"]
        assert run("team", "a.mission", "--member", key)[0] == 0
    shutil.copyfile("a.mission", "b.mission")
    run("fill", "a.mission", fill(tmp_path, "reference,value,evidence\nstage,3,verified\n"))
    code, _, _ = run(
        "fill", "b.mission", fill(tmp_path, "reference,value\nstage,2\n"), home="tomas"
    )
    assert code == 0
    for name in "ab":
        home = {"a": "elena", "b": "tomas"}[name]
        check(run("export", f"{name}.mission", "-o", f"{name}.pdf", home=home), 0, "identical")
    code, out, _ = run("receive", "hq.registry", "a.pdf", "b.pdf", "--json", home="hq")
    assert [each["status"] for each in json.loads(out)] == ["new", "new"]
    code, out, _ = run("receive", "hq.registry", "b.pdf", "--json", home="hq")
    assert [each["status"] for each in json.loads(out)] == ["known"]

    code, out, _ = run("inbox", "hq.registry", "--json", home="hq")
    [conflict] = json.loads(out)
    assert {head["value"] for head in conflict["heads"]} == {"2", "3"}
    best = next(head for head in conflict["heads"] if head["value"] == "3")
    assert (conflict["around"], conflict["label"]) == (["Police"], "Stage of the unit")
    assert best["value_label"] == "Operational"
    listed = run("inbox", "hq.registry", home="hq")
    check(listed, 0, "Police · Stage of the unit", "3 = Operational", "2 = Emerging", "1 conflict")
    decision = ("--take", best["entry"], "--note", "Seen")
    decided = run("decide", "hq.registry", conflict["conflict"], *decision, home="hq")
    check(decided, 0, "0 conflicts left")
    for name in "ab":
        check(run("receive", f"{name}.mission", "hq.registry"), 0, "new")
        code, out, _ = run("show", f"{name}.mission", "--reference", "stage", "--json")
        facts = json.loads(out)
        assert (facts["value"], facts["evidence"], facts["decision"]) == ("3", "verified", "Seen")
        assert not facts["conflict"]


def test_preview_changes_nothing_and_undo_sets_aside(run, tmp_path):
    run("new", "small.md", "-o", "a.mission", "--assessor", "Elena")
    run("fill", "a.mission", fill(tmp_path, "reference,value\nreports,120\n"))
    run("export", "a.mission", "-o", "a.pdf")
    check(run("receive", "hq.registry", "a.pdf", "--preview"), 0)
    assert not (tmp_path / "hq.registry").exists()
    _, out, _ = run("receive", "hq.registry", "a.pdf", "--json")
    [receipt] = json.loads(out)
    check(run("undo", "hq.registry", receipt["id"]), 0, "set aside")
    check(run("undo", "hq.registry", receipt["id"]), 2, "set aside already")
    check(run("show", "hq.registry"), 2, "hq.registry holds no answers yet: receive a report")
    check(run("receive", "hq.registry", "a.pdf"), 0, "new")
    _, out, _ = run("show", "hq.registry", "--reference", "reports", "--json")
    assert json.loads(out)["value"] == "120"


def test_undo_says_when_other_files_brought_the_same(run, tmp_path):
    run("new", "small.md", "-o", "a.mission", "--assessor", "Elena")
    run("fill", "a.mission", fill(tmp_path, "reference,value\nreports,120\n"))
    run("export", "a.mission", "-o", "a.assessor")
    run("fill", "a.mission", fill(tmp_path, "reference,value\ncases,7\n"))
    run("export", "a.mission", "-o", "b.assessor")
    _, out, _ = run("receive", "hq.registry", "a.assessor", "b.assessor", "--json")
    older, newer = json.loads(out)
    said = run("undo", "hq.registry", older["id"])
    check(said, 0, "other files brought all of it, too: nothing is set aside")
    check(run("undo", "hq.registry", newer["id"]), 0, "2: set aside 5 entries")


def test_a_registry_is_checked_whole_unless_one_is_named(run, tmp_path):
    for name, reports in (("a", 120), ("b", -5)):
        run("new", "small.md", "-o", f"{name}.mission", "--assessor", "Elena")
        run("fill", f"{name}.mission", fill(tmp_path, f"reference,value\nreports,{reports}\n"))
        run("export", f"{name}.mission", "-o", f"{name}.assessor")
    run("receive", "hq.registry", "a.assessor", "b.assessor", home="hq")
    told = ("1 violations", "0 violations", "2 assessments, 1 need a person; 0 problems")
    check(run("check", "hq.registry", home="hq"), 1, *told)
    code, out, _ = run("check", "hq.registry", "--json", home="hq")
    facts = json.loads(out)
    assert (code, facts["clean"], facts["problems"]) == (1, False, [])
    clean = {uuid: one["clean"] for uuid, one in facts["assessments"].items()}
    assert sorted(clean.values()) == [False, True]
    [good] = [uuid for uuid, fine in clean.items() if fine]
    check(run("check", "hq.registry", "--assessment", good, home="hq"), 0, "0 violations")


def test_check_says_what_needs_a_person(run, tmp_path):
    run("new", "small.md", "-o", "a.mission", "--assessor", "Elena")
    check(run("check", "a.mission"), 1, "VIOLATION", "/data/police/reports")
    run("fill", "a.mission", fill(tmp_path, "reference,value\nreports,10\ncases,3\n"))
    check(run("check", "a.mission"), 0, "0 violations")
    run("fill", "a.mission", fill(tmp_path, "reference,value\ncases,30\n"))
    code, out, _ = run("check", "a.mission", "--json")
    assert code == 1
    assert [each["reference"] for each in json.loads(out)["violations"]] == ["/data/police/cases"]


def test_history_shows_who_said_what(run, tmp_path):
    run("new", "small.md", "-o", "a.mission", "--assessor", "Elena")
    for value in ("1", "2"):
        run("fill", "a.mission", fill(tmp_path, f"reference,value\nreports,{value}\n"))
    _, out, _ = run("show", "a.mission", "--reference", "reports", "--history", "--json")
    assert [(each["value"], each["author"]) for each in json.loads(out)] == [
        ("2", "Elena"),
        ("1", "Elena"),
    ]


def test_inspect_says_who_signed_and_a_changed_byte_is_refused(run, tmp_path):
    run("new", "small.md", "-o", "a.mission", "--assessor", "Elena")
    run("fill", "a.mission", fill(tmp_path, "reference,value\nreports,10\n"))
    run("export", "a.mission", "-o", "a.assessor")
    code, out, _ = run("inspect", "a.assessor", "--json")
    facts = json.loads(out)
    assert (code, facts["whole"], facts["signers"][0]["name"]) == (0, True, "Elena")
    data = bytearray((tmp_path / "a.assessor").read_bytes())
    data[-5] ^= 1
    (tmp_path / "bad.assessor").write_bytes(data)
    check(run("inspect", "bad.assessor"), 1, "changed after it was made")
    check(run("receive", "hq.registry", "bad.assessor"), 1, "refused")


def test_a_passphrase_opens_only_with_itself(run, tmp_path):
    (tmp_path / "secret").write_text("correct horse\n")
    (tmp_path / "wrong").write_text("battery staple\n")
    run("new", "small.md", "-o", "a.mission", "--assessor", "E", "--passphrase-file", "secret")
    check(run("show", "a.mission", "--passphrase-file", "secret"), 0)
    check(run("show", "a.mission", "--passphrase-file", "wrong"), 1, "passphrase")
    check(run("show", "a.mission"), 1, "passphrase")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["show", "none.mission"], 2, "none.mission"),
        (["show", "small.md"], 1, "not a mission"),
        (["check", "."], 1, "folder"),
        (["new", "nowhere.xlsx", "-o", "x.mission", "--assessor", "E"], 2, "no form"),
        (["form", "check", "broken.md"], 1, "row"),
        (["form", "check", "small.md"], 0, "No problems"),
        (["form", "check", "small.md"], 0, "REMARK"),
        (["form", "check", "cybercrime_needs"], 0, "No problems"),
        (["inspect", "small.md"], 1, "small.md"),
        (["show"], 2, "usage"),
        (["fly", "away"], 2, "usage"),
        (["decide", "x", "y"], 2, "usage"),
    ],
)
def test_what_cannot_be_done_is_one_clear_sentence(run, tmp_path, arguments, code, says):
    (tmp_path / "broken.md").write_text(
        SMALL.replace("select_one stage ", "select_one nowhere "), encoding="utf-8"
    )
    before = sorted(path.name for path in tmp_path.iterdir())
    check(run(*arguments), code, says)
    assert [name for name in sorted(p.name for p in tmp_path.iterdir()) if name != "home"] == before


def test_a_form_with_mistakes_that_can_be_passed_over_is_used_only_if_one_says_so(run, tmp_path):
    xform = xlsform.read_form(tmp_path / "small.md").xform
    (tmp_path / "odd.xml").write_text(
        xform.replace("</h:body>", '<input ref="/data/none"/></h:body>'), encoding="utf-8"
    )
    check(run("form", "check", "odd.xml"), 1, "PASSABLE", "/data/none", "left out", "--anyway")
    code, out, _ = run("form", "check", "odd.xml", "--json")
    facts = json.loads(out)
    assert (code, facts["ok"], facts["usable"]) == (1, False, True)
    assert facts["problems"][0]["passable"]
    new = ("new", "odd.xml", "-o", "a.mission", "--assessor", "Elena")
    check(run(*new), 1, "/data/none")
    assert not (tmp_path / "a.mission").exists()
    check(run(*new, "--anyway"), 0, "5 questions")
    check(run("fill", "a.mission", fill(tmp_path, "reference,value\nreports,7\n")), 0, "1 answer")
    check(run("check", "a.mission"), 0, "FORM", "/data/none")
    check(run("show", "a.mission"), 0, "reports = 7")


def test_a_form_that_is_unusable_is_not_used_anyway(run, tmp_path):
    odd = SMALL.replace(". >= 0 ", "odd(.) ")
    (tmp_path / "odd.md").write_text(odd, encoding="utf-8")
    check(run("form", "check", "odd.md"), 1, "UNUSABLE", "row", "cannot be used")
    new = ("new", "odd.md", "-o", "a.mission", "--assessor", "Elena", "--anyway")
    check(run(*new), 1, "odd()")
    assert not (tmp_path / "a.mission").exists()


def test_sealed_to_headquarters_only_headquarters_opens_it_and_can_recover(run, tmp_path):
    check(run("keys", "new", "--headquarters", "-o", "no/HQ.pub", home="hq"), 2, "no folder")
    check(run("keys", "new", "--headquarters", "-o", "HQ.pub", home="hq"), 0, "age1")
    check(run("keys", "new", "--headquarters", home="hq"), 2, "already")
    (tmp_path / "secret").write_text("correct horse\n")
    (tmp_path / "later").write_text("new words\n")
    mine = ("--passphrase-file", "secret")
    run("new", "small.md", "-o", "a.mission", "--assessor", "Elena", *mine)
    run("fill", "a.mission", fill(tmp_path, "reference,value\nreports,120\n"), *mine)
    check(run("export", "a.mission", "-o", "a.pdf", "--to", "HQ.pub", *mine), 0, "identical")
    check(run("inspect", "a.pdf.age"), 1, "sealed")
    check(run("receive", "mine.registry", "a.pdf.age"), 1, "sealed")
    check(run("inspect", "a.pdf.age", home="hq"), 0, "sealed to us", "Elena")
    check(run("receive", "hq.registry", "a.pdf.age", home="hq"), 1, "has no passphrase")
    check(run("receive", "hq.registry", "a.pdf.age", "--plain", home="hq"), 0, "new")
    check(run("keys", "recover", "a.pdf.age", "a.mission", "--passphrase-file", "later"), 1)
    recovered = run(
        "keys", "recover", "a.pdf.age", "a.mission", "--passphrase-file", "later", home="hq"
    )
    check(recovered, 0, "new passphrase")
    check(run("show", "a.mission", *mine), 1, "passphrase")
    check(run("show", "a.mission", "--passphrase-file", "later"), 0, "reports = 120")


def test_with_a_roster_a_stranger_waits_until_trusted(run, tmp_path):
    run("new", "small.md", "-o", "a.mission", "--assessor", "Elena")
    run("export", "a.mission", "-o", "a.assessor")
    _, out, _ = run("keys", "show", "--json")
    elena = json.loads(out)["public"]
    check(run("receive", "hq.registry", "x.assessor", home="hq"), 1, "refused")
    assert not (tmp_path / "hq.registry").exists()
    run("new", "small.md", "-o", "other.mission", "--assessor", "HQ", home="hq")
    run("receive", "hq.registry", "other.mission", home="hq")
    check(run("keys", "trust", "hq.registry", "ab" * 32, "--name", "Tomas", home="hq"), 0)
    check(run("receive", "hq.registry", "a.assessor", home="hq"), 1, "not on the roster")
    check(
        run("keys", "trust", "hq.registry", elena, "--name", "Elena", home="hq"),
        0,
        "keys on the roster: 3",
    )
    check(run("receive", "hq.registry", "a.assessor", home="hq"), 0, "new")
    check(run("keys", "revoke", "hq.registry", elena, home="hq"), 0)
    check(run("keys", "list", "hq.registry", home="hq"), 0, "Elena", "revoked")


def test_word_and_excel_files_leave_by_export(run, tmp_path, shipped):
    check(run("export", "a.mission", "-o", "b.xlsx", "--profile", "public"), 0, "b.xlsx", "public")
    code, out, _ = run("export", "a.mission", "-o", "a.assessor", "--xlsx", "--json")
    assert (code, json.loads(out)["documents"]) == (0, ["a.xlsx"])
    assert (tmp_path / "a.xlsx").stat().st_size > 5000
    (tmp_path / "HQ.pub").write_text("age1", encoding="utf-8")
    check(run("export", "a.mission", "-o", "a.docx", "--to", "HQ.pub"), 2, "--to")


def test_the_answers_are_read_by_other_instruments(run, tmp_path, shipped):
    check(run("crosswalk", "a.mission"), 0, "UNCC", "to be checked by a lawyer", "CMM")
    one = ("crosswalk", "a.mission", "--instrument")
    run("fill", "a.mission", fill(tmp_path, "reference,value\nprc_preserve,general\n"))
    check(run(*one, "UNCC"), 0, "Expedited preservation of stored electronic data", "Partly")
    code, out, _ = run(*one, "BC", "--json")
    articles = {each["number"]: each for each in json.loads(out)[0]["articles"]}
    assert code == 0
    assert (articles["16"]["in_law"], articles["16"]["practice"]) == ("partly", "not asked")
    assert articles["17"]["in_law"] == "not known"
    check(run(*one, "NONE"), 2, "NONE")
    check(run("crosswalk", "a.mission", "-o", "x.docx"), 2, "--instrument")
    check(run(*one, "CMM", "-o", "cmm.docx"), 0, "cmm.docx")


def test_a_submission_and_its_audit_log_leave_by_export(run, tmp_path):
    audit = "| | audit | audit | | | |\n"
    (tmp_path / "small.md").write_text(
        SMALL.replace("|          | begin_group", audit + "|          | begin_group", 1), "utf-8"
    )
    run("new", "small.md", "-o", "a.mission", "--assessor", "Elena")
    run("fill", "a.mission", fill(tmp_path, "reference,value\nreports,120\n"))
    code, out, _ = run("export", "a.mission", "-o", "a.xml", "--json")
    told = json.loads(out)
    assert code == 0 and told["beside"] == ["a.audit.csv"]
    assert "<reports>120</reports>" in (tmp_path / "a.xml").read_text("utf-8")
    edit = ("export", "a.mission", "-o", "b.xml", "--edit-of", told["instance_id"])
    check(run(*edit), 0, "submission uuid:", "b.audit.csv")
    check(run("export", "a.mission", "-o", "log.csv", "--audit"), 0, "audit log")
    assert "question,/data/police/reports," in (tmp_path / "log.csv").read_text("utf-8")
    for wrong in (("-o", "a.xml", "--profile", "public"), ("-o", "a.pdf", "--edit-of", "x")):
        check(run("export", "a.mission", *wrong), 2)


def test_two_countries_are_joined_by_saying_so(run, tmp_path):
    (tmp_path / "countries.md").write_text(OF_COUNTRIES, encoding="utf-8")
    for name, country in (("a", "SVE"), ("b", "NMB")):
        made = f"{name}.mission"
        new = ("new", "countries.md", "-o", made, "--assessor", "Elena", "--country", country)
        assert run(*new)[0] == 0
        assert run("export", made, "-o", f"{name}.assessor")[0] == 0
    run("receive", "all.registry", "a.assessor", "b.assessor", home="head")
    ids = [line.split()[0] for line in run("combine", "all.registry", home="head")[1].splitlines()]
    check(run("combine", "all.registry", *ids, home="head"), 2, "San Verano and Nambia", "--anyway")
    # which country it is, is then for somebody to decide
    check(run("combine", "all.registry", *ids, "--anyway", home="head"), 0, "1 conflicts")


def test_two_assessments_of_one_thing_are_joined_and_parted(run, tmp_path):
    run("new", "small.md", "-o", "a.mission", "--assessor", "Elena")
    run("new", "small.md", "-o", "b.mission", "--assessor", "Tomas", home="tomas")
    for name, home, value in (("a", "elena", "3"), ("b", "tomas", "2")):
        answers = fill(tmp_path, f"reference,value\n/data/police/stage,{value}\n")
        assert run("fill", f"{name}.mission", answers, home=home)[0] == 0
        assert run("export", f"{name}.mission", "-o", f"{name}.assessor", home=home)[0] == 0
    assert run("receive", "all.registry", "a.assessor", "b.assessor", home="head")[0] == 0
    code, said, _ = run("combine", "all.registry", home="head")
    ids = [line.split()[0] for line in said.splitlines()]
    assert code == 0 and len(ids) == 2
    code, said, _ = run("combine", "all.registry", *ids, "--note", "one police", home="head")
    assert code == 0 and "1 conflicts to decide" in said
    assert "+" not in run("combine", "all.registry", home="head")[1]
    assert ids[1] in run("combine", "all.registry", home="head")[1].splitlines()[0]
    assert run("combine", "all.registry", *ids, home="head")[0] == 2
    code, said, _ = run("part", "all.registry", *reversed(ids), home="head")
    assert code == 0 and "0 conflicts" in said


def test_words_are_taken_back_by_the_name_of_their_entry(run, tmp_path):
    run("new", "small.md", "-o", "a.mission", "--assessor", "Elena")
    run("fill", "a.mission", fill(tmp_path, "reference,value\n/data/police/finding,a name\n"))
    run("export", "a.mission", "-o", "a.assessor")
    code, said, _ = run("show", "a.mission", "--reference", "finding", "--history", "--json")
    [entry] = [each["entry"] for each in json.loads(said)]
    assert run("redact", "a.mission", entry)[0] == 2
    code, said, _ = run("redact", "a.mission", entry, "--reason", "named a person")
    assert code == 0 and "export again" in said
    said = json.loads(run("show", "a.mission", "--reference", "finding", "--history", "--json")[1])
    assert said[0]["withheld"] and said[0]["value"] == ""
    assert b"a name" not in (tmp_path / "a.mission").read_bytes()
    assert run("redact", "a.mission", "--allow", "nonsense")[0] == 2
    assert run("redact", "a.mission", "--allow", "ab" * 32)[0] == 0


def test_what_was_refused_is_tried_again(run, tmp_path):
    run("new", "small.md", "-o", "a.mission", "--assessor", "Elena")
    run("export", "a.mission", "-o", "a.assessor")
    bent = bytearray((tmp_path / "a.assessor").read_bytes())
    bent[-1] ^= 1
    (tmp_path / "bent.assessor").write_bytes(bent)
    assert run("receive", "all.registry", "a.assessor", "bent.assessor", home="head")[0] == 1
    code, said, _ = run("retry", "all.registry", home="head")
    assert code == 1 and "damaged or changed" in said and "bent.assessor" in said
    assert run("retry", "all.registry", "99", home="head")[0] == 2
    before = run("keys", "show", "--json")[1]
    assert run("keys", "renew")[0] == 0 and run("keys", "show", "--json")[1] != before


def test_upgrade_previews_then_goes_on_in_the_newer_form(run, tmp_path):
    newer = SMALL.replace("| finding | What we found ", "| found   | What we found ")
    newer += "| settings | | |\n| | form_id | version |\n| | small | 2 |\n"
    older = SMALL + "| settings | | |\n| | form_id | version |\n| | small | 1 |\n"
    (tmp_path / "small.md").write_text(older, encoding="utf-8")
    (tmp_path / "newer.md").write_text(newer, encoding="utf-8")
    run("new", "small.md", "-o", "a.mission", "--assessor", "Elena")
    run("fill", "a.mission", fill(tmp_path, "reference,value\nfinding,Two rooms\n"))
    seen = run("upgrade", "a.mission", "newer.md", "--preview")
    check(seen, 0, "RETIRED   /data/police/finding", "ALIKE", "KEPT", "nothing is changed")
    check(run("upgrade", "a.mission", "newer.md", "--rename", "finding"), 2, "OLD=NEW")
    code, out, _ = run("upgrade", "a.mission", "newer.md", "--rename", "finding=found", "--json")
    facts = json.loads(out)
    assert (code, facts["done"], facts["kept"], facts["added"]) == (0, True, [], [])
    assert facts["moved"] == [{"from": "/data/police/finding", "to": "/data/police/found"}]
    _, out, _ = run("show", "a.mission", "--reference", "found", "--json")
    assert json.loads(out)["value"] == "Two rooms"
    check(run("upgrade", "a.mission", "newer.md"), 2, "already")
    check(run("export", "a.mission", "-o", "a.pdf"), 0, "identical")


def test_follow_lists_what_changed_since_the_mission_before(run, tmp_path):
    for name, value in (("then", 120), ("now", 130)):
        run("new", "small.md", "-o", f"{name}.mission", "--assessor", "Elena")
        run("fill", f"{name}.mission", fill(tmp_path, f"reference,value\nreports,{value}\n"))
    check(run("follow", "now.mission"), 2, "name its report")
    seen = run("follow", "now.mission", "then.mission")
    check(seen, 0, "CHANGED   /data/police/reports: 120 → 130", "1 changed")
    code, out, _ = run("follow", "now.mission", "--json")
    assert (code, json.loads(out)[0]["state"]) == (0, "changed")
    check(run("follow", "now.mission", "now.mission"), 2, "itself")
