"""Import of answers: all rows are checked before the first is written."""

from __future__ import annotations

import pytest

from assessor.assessment.odk.answer_import import import_answers
from assessor.errors import AssessorError, Refused
from assessor.form.live.submission import write_submission
from tests.support.assessment.laptops import instrument, laptop, small_form


@pytest.fixture
def mission(tmp_path):
    with laptop(tmp_path, "Elena").create(small_form(tmp_path)) as made:
        yield made


def check(mission, tmp_path, text, values):
    """Import `text` and compare the form's values, by name within the path."""
    path = tmp_path / "answers.csv"
    path.write_text(text, encoding="utf-8")
    import_answers(mission, path)
    held = {key.rsplit("/", 1)[-1]: value for key, value in mission.instance.answers().items()}
    assert {name: held.get(name, "") for name in values} == values


def test_names_and_paths_and_an_envelope(mission, tmp_path):
    check(
        mission,
        tmp_path,
        "reference,value,evidence,note\n"
        'reports,120,documented,"Table, page 3"\n/data/police/cases,7,,\n',
        {"reports": "120", "cases": "7"},
    )
    said = mission.answer_at("/data/police/reports")
    assert (said.evidence, said.note) == ("documented", "Table, page 3")


def test_repeat_instances_by_position_are_added(mission, tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text(
        "reference,value\n/data/recs[1]/action,First\n/data/recs[2]/action,Second\n", "utf-8"
    )
    import_answers(mission, path)
    rows = mission.node("/data/recs").children
    assert [row.children[0].value for row in rows] == ["First", "Second"]
    import_answers(mission, path)
    assert len(mission.node("/data/recs").children) == 2


def test_a_byte_order_mark_is_no_column(mission, tmp_path):
    check(mission, tmp_path, "\ufeffreference,value\nreports,3\n", {"reports": "3"})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "reference,value\nreports,12\nnobody,1\n",
            "line 3: The form has no question named nobody",
        ),
        ("reference,value\nreports,12\ncases,many\n", "line 3"),
        ("reference,value\nreports,12\n/data/police/other,1\n", "other"),
        ("name,answer\nreports,12\n", "columns reference and value"),
        ("reference,value,colour\nreports,12,red\n", "colour"),
        ('reference,value\nreports,"12\n', "not a CSV"),
        ("", "columns reference and value"),
    ],
)
def test_a_mistake_is_refused_before_anything_is_said(mission, tmp_path, text, says):
    path = tmp_path / "answers.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AssessorError, match=says):
        import_answers(mission, path)
    assert mission.history("/data/police/reports") == ()


@pytest.mark.parametrize(
    ("part", "wrong", "right"),
    [
        ("evidence", "verfied", "verified"),
        ("missing", "forgot", "refused"),
        ("basis", "office", "desk"),
        ("sensitivity", "secret", "restricted"),
    ],
)
def test_a_code_the_form_does_not_have_is_refused_by_its_line(tmp_path, part, wrong, right):
    with laptop(tmp_path, "Elena").create(instrument()) as mission:
        path, said = tmp_path / "answers.csv", "thr_reports_total,12"
        for code in (wrong, right):
            path.write_text(f"reference,value,{part}\n{said},{code}\n", "utf-8")
            if code == wrong:
                with pytest.raises(
                    AssessorError, match=f"line 2: {part} {wrong} is none of .*{right}"
                ):
                    import_answers(mission, path)
            else:
                assert import_answers(mission, path) == 1


def test_a_file_that_is_not_text_is_refused(mission, tmp_path):
    path = tmp_path / "answers.csv"
    path.write_bytes(b"reference,value\nreports,\xff\xfe\n")
    with pytest.raises(AssessorError, match="not a CSV"):
        import_answers(mission, path)
    with pytest.raises(AssessorError, match="cannot be read"):
        import_answers(mission, tmp_path / "none.csv")


def test_an_odk_submission_fills_the_same_form(mission, tmp_path):
    with laptop(tmp_path, "Tomas").create(mission.source) as other:
        other.answer("/data/police/reports", "120")
        other.add_repeat("/data/recs")
        for row, text in zip(other.node("/data/recs").children, ("First", "Second"), strict=True):
            other.answer(f"{row.reference}/action", text)
        (tmp_path / "submission.xml").write_bytes(write_submission(other.instance))
    assert import_answers(mission, tmp_path / "submission.xml") == 3
    assert mission.node("/data/police/reports").value == "120"
    rows = mission.node("/data/recs").children
    assert [row.children[0].value for row in rows] == ["First", "Second"]
    assert import_answers(mission, tmp_path / "submission.xml") == 0


def test_a_submission_with_a_mistake_leaves_nothing_behind(mission, tmp_path):
    """The part before the mistake was once written, and the rest was not."""
    with laptop(tmp_path, "Tomas").create(mission.source) as other:
        other.answer("/data/police/reports", "120")
        other.answer("/data/police/cases", "7")
        text = write_submission(other.instance).decode()
    (tmp_path / "s.xml").write_text(text.replace(">7<", ">many<"), encoding="utf-8")
    with pytest.raises(Refused, match=r"s\.xml, /data/police/cases: A whole number"):
        import_answers(mission, tmp_path / "s.xml")
    assert mission.history("/data/police/reports") == ()


COUNTED = """
| survey |              |       |           |              |
|        | type         | name  | label     | repeat_count |
|        | integer      | rooms | Rooms     |              |
|        | begin_repeat | room  | Room      | ${rooms}     |
|        | text         | name  | Its name  |              |
|        | begin_repeat | desk  | Desk      |              |
|        | text         | owner | Whose     |              |
|        | end_repeat   |       |           |              |
|        | end_repeat   |       |           |              |
"""


def test_rows_that_an_answer_counts_are_filled_from_a_submission(tmp_path):
    """The rows exist once their number is answered; such a submission was once refused."""
    source = small_form(tmp_path, COUNTED)
    with laptop(tmp_path, "Tomas").create(source) as other:
        other.answer("/data/rooms", "3")
        other.answer("/data/room[000002]/name", "Laboratory")
        other.add_repeat("/data/room[000002]/desk", "d2")
        other.answer("/data/room[000002]/desk[d2]/owner", "Ana")
        (tmp_path / "s.xml").write_bytes(write_submission(other.instance))
    with laptop(tmp_path, "Elena").create(source) as mission:
        assert import_answers(mission, tmp_path / "s.xml") == 3
        named = [room.children[0].value for room in mission.node("/data/room").children]
        assert named == ["", "Laboratory", ""]
        desks = mission.node("/data/room[000002]/desk").children
        assert [desk.children[0].value for desk in desks] == ["Ana"]
        assert import_answers(mission, tmp_path / "s.xml") == 0


@pytest.mark.parametrize(
    "text", ["not xml", "<other id='x'/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><data/>"]
)
def test_what_is_no_submission_of_this_form_is_refused(mission, tmp_path, text):
    (tmp_path / "submission.xml").write_text(text)
    before = mission.instance.answers()
    with pytest.raises(AssessorError):
        import_answers(mission, tmp_path / "submission.xml")
    assert mission.instance.answers() == before


@pytest.mark.parametrize(
    "text",
    [
        "reference,value\nreports,12\nstage,9\n",
        "reference,value\nreports,12\n/data/recs[9]/action,x\n",
        "reference,value\nreports,12\n/data/recs[1]/nothing,x\n",
        "reference,value\nreports,12\n/data/recs[0]/action,x\n",
    ],
)
def test_a_mistake_in_a_choice_or_a_repeat_leaves_nothing_behind(mission, tmp_path, text):
    path = tmp_path / "answers.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AssessorError):
        import_answers(mission, path)
    assert mission.history("/data/police/reports") == ()
