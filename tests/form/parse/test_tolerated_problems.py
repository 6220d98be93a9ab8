"""A mistake either makes a form unusable, or is tolerated and listed."""

from __future__ import annotations

import pytest

from assessor.errors import FormError
from assessor.form.parse.form_parser import parse_form
from assessor.form.parse.form_source import FormSource
from tests.support.form.form_filling import recompute, start

FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:ev="http://www.w3.org/2001/xml-events"
 xmlns:odk="http://www.opendatakit.org/xforms"><h:head><h:title>T</h:title>
<model><instance><data id="t"><a/><b/></data></instance>{model}</model></h:head>
<h:body><input ref="/data/a"><label>A</label></input>{body}</h:body></h:html>"""
LISTED = '<instance id="c"><root><item><name>x</name></item></root></instance>'
ITEMS = '<itemset nodeset="instance(\'c\')/root/item"><value ref="{}"/>{}</itemset>'


def written(model: str = "", body: str = "") -> FormSource:
    return FormSource(FORM.format(model=model, body=body))


def select(inner: str) -> str:
    return f'<select1 ref="/data/b"><label>B</label>{inner}</select1>'


PASSABLE = {
    "control": ("", '<input ref="/data/none"/>', "names the node /data/none"),
    "nameless": ("", "<input/>", "names no node"),
    "group": ("", '<group ref="/data/none"><input ref="/data/b"/></group>', "/data/none"),
    "repeat": ("", '<repeat nodeset="/data/none"><input ref="/data/b"/></repeat>', "/data/none"),
    "element": ("", "<odk:somewidget/>", "element somewidget"),
    "choices": ("", select(""), "no choices"),
    "choice": ("", select("<item><label>X</label></item>"), "no value"),
    "items": ("", select('<itemset><value ref="x"/></itemset>'), "no nodes"),
    "value": (LISTED, select(ITEMS.format("", '<label ref="name"/>')), "no value"),
    "label": (LISTED, select(ITEMS.format("name", "")), "no label"),
    "column": (LISTED, select(ITEMS.format("name", '<label ref="l"/>')), "called l"),
    "file": ('<instance id="f" src="jr://file-csv/f.csv"/>', "", "the file f.csv"),
    "recording": ('<odk:recordaudio event="odk-instance-load" ref="/data/b"/>', "", "recordaudio"),
    "type": ('<bind nodeset="/data/b" type="thing"/>', "", "data type thing"),
    "sending": ('<submission method="smoke"/>', "", "method smoke"),
    "event": ('<setvalue ev:event="dawn" ref="/data/b" value="1"/>', "", "event dawn"),
    "no event": ('<setvalue ref="/data/b" value="1"/>', "", "names no event"),
    "action": (
        '<setvalue ev:event="odk-instance-load" ref="/data/none" value="1"/>',
        "",
        "/data/none",
    ),
    "path": ('<bind nodeset="/data/b" calculate="/data/none + 1"/>', "", "/data/none"),
    "instance": ('<bind nodeset="/data/b" calculate="count(instance(\'n\')/r)"/>', "", "`n`"),
    "table": (
        "<bind nodeset=\"/data/b\" calculate=\"pulldata('t', 'v', 'k', 'x')\"/>",
        "",
        "`t.csv`",
    ),
    "choice name": (
        "<bind nodeset=\"/data/b\" calculate=\"jr:choice-name('x', '/data/a')\"/>",
        "",
        "offers no choices",
    ),
    "pattern": (
        '<bind nodeset="/data/b" constraint="regex(., \'[a\')"/>',
        "",
        "no regular expression",
    ),
    "place": ('<bind nodeset="/data/b" calculate="area(\'foo\')"/>', "", "`foo` is no place"),
    "trace": (
        '<bind nodeset="/data/b" type="geotrace" constraint="distance(., \'0 1\') &gt; 0"/>',
        "",
        "several points",
    ),
    "digest": (
        '<bind nodeset="/data/b" calculate="digest(/data/a, \'CRC\')"/>',
        "",
        "no algorithm `CRC`",
    ),
    "encoding": (
        "<bind nodeset=\"/data/b\" calculate=\"digest(/data/a, 'MD5', 'octal')\"/>",
        "",
        "no encoding `octal`",
    ),
    "readonly": ('<bind nodeset="/data/b" readonly=". = 1"/>', "", "read only depends on its own"),
    "required": (
        '<bind nodeset="/data/b" required="string-length(../b) = 0"/>',
        "",
        "required depends on its own",
    ),
    "words": ("", '<input ref="/data/b"><label ref="jr:itext(\'w\')"/></input>', "the id w"),
    "range": ("", '<range ref="/data/b" start="x" end="2" step="1"/>', "start of the range"),
    "media": ("", '<upload ref="/data/b" mediatype=".jpg"/>', "media type .jpg"),
}
UNUSABLE = {
    "markup": "<a",
    "no form": "<a/>",
    "expression": written('<bind nodeset="/data/b" calculate="1 +"/>').xform,
    "function": written('<bind nodeset="/data/b" calculate="frobnicate()"/>').xform,
    "arguments": written('<bind nodeset="/data/b" calculate="substr()"/>').xform,
    "circle": written(
        '<bind nodeset="/data/a" calculate="/data/b"/><bind nodeset="/data/b" calculate="/data/a"/>'
    ).xform,
}


@pytest.mark.parametrize("name", PASSABLE)
def test_what_can_be_passed_over_is_refused_in_a_new_form_and_listed_in_a_known_one(name) -> None:
    model, body, word = PASSABLE[name]
    source = written(model, body)
    with pytest.raises(FormError) as caught:
        parse_form(source)
    assert caught.value.passable
    assert any(word in each.what for each in caught.value.problems)
    form = parse_form(source, forgiving=True)
    assert form.tolerated_problems == caught.value.problems
    assert all(each.instead for each in form.tolerated_problems)
    instance = start(form)
    instance.set("/data/a", "1")
    assert not recompute(instance)
    assert instance.node("/data/a").value == "1"


@pytest.mark.parametrize("name", UNUSABLE)
def test_what_makes_a_form_unusable_is_refused_either_way(name) -> None:
    for forgiving in (False, True):
        with pytest.raises(FormError) as caught:
            parse_form(FormSource(UNUSABLE[name]), forgiving=forgiving)
        assert not caught.value.passable


def test_one_unusable_thing_brings_all_problems_with_it() -> None:
    source = written('<bind nodeset="/data/b" calculate="frobnicate()"/>', "<input/>")
    with pytest.raises(FormError) as caught:
        parse_form(source, forgiving=True)
    assert [each.passable for each in caught.value.problems] == [True, False]


def passed(name: str):
    model, body, _ = PASSABLE[name]
    return start(parse_form(written(model, body), forgiving=True))


def test_what_stands_in_a_group_without_node_is_asked() -> None:
    [a, group] = passed("group").root.children
    assert (a.kind, group.kind) == ("question", "group")
    assert [each.reference for each in group.children] == ["/data/b"]


def test_choices_are_shown_as_far_as_they_go() -> None:
    assert not passed("choices").node("/data/b").choices
    assert not passed("items").node("/data/b").choices
    assert [tuple(each) for each in passed("label").node("/data/b").choices] == [("x", "x")]
    assert [tuple(each) for each in passed("column").node("/data/b").choices] == [("x", "")]


def test_what_is_not_there_reads_as_empty() -> None:
    assert passed("path").node("/data/b").value == ""
    assert passed("instance").node("/data/b").value == "0"
    assert passed("table").node("/data/b").value == ""
    assert passed("choice name").node("/data/b").value == ""
    assert passed("words").node("/data/b").label == ""


def test_settings_that_mean_nothing_are_left_out() -> None:
    assert dict(passed("range").node("/data/b").settings) == {"end": "2", "step": "1"}
    assert not passed("media").node("/data/b").settings
    assert passed("type").node("/data/b").type == "string"


def test_search_is_the_old_name_of_autocomplete() -> None:
    body = (
        '<select1 appearance="search quick" ref="/data/b"><item><value>1</value></item></select1>'
    )
    node = start(parse_form(written("", body))).node("/data/b")
    assert node.appearance.split() == ["autocomplete", "search", "quick"]
