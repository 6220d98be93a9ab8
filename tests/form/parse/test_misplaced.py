"""Mistakes found by random mutation: misplaced controls, recursive texts."""

from __future__ import annotations

import pytest

from assessor.errors import FormError
from assessor.form.parse.form_parser import parse_form
from assessor.form.parse.form_source import FormSource
from tests.support.form.form_filling import start


def xform(data: str, body: str, more: str = "") -> str:
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        'xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>t</h:title><model>'
        f'<instance><data id="t">{data}</data></instance>{more}</model></h:head>'
        f"<h:body>{body}</h:body></h:html>"
    )


REPEAT = '<group ref="/data/r"><label>R</label><repeat nodeset="/data/r">{}</repeat></group>'
X = '<input ref="/data/r/x"><label>X</label></input>'
LIST = '<select1 ref="/data/a"><label>A</label><itemset nodeset="{}"><value ref="v"/>{}</itemset></select1>'


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (xform("<r><x/></r>", REPEAT.format(X + REPEAT.format(X))), "stands inside itself"),
        (xform("<r><x/></r>", X + REPEAT.format(X)), "The node is in the repeat /data/r, and a"),
        (xform("<r><x/><x/></r>", REPEAT.format(X)), "The node repeats, and a input outside"),
        (xform("<a/>", LIST.format("1 + 1", '<label ref="l"/>')), "which is a value and no nodes"),
    ],
)
def test_a_control_that_means_nothing_is_left_out(text: str, what: str) -> None:
    with pytest.raises(FormError, match=what):
        parse_form(FormSource(text))
    form = parse_form(FormSource(text), forgiving=True)
    instance = start(form)
    assert [what in problem.what for problem in form.tolerated_problems] == [True]
    assert all(question.choices == () for question in instance.questions())


def test_a_label_that_cannot_be_read_is_said() -> None:
    text = xform("<a/>", LIST.format("/data/a", '<label ref="jr::x"/>'))
    with pytest.raises(FormError, match="no axis"):
        parse_form(FormSource(text))


def test_a_text_that_says_itself_ends() -> None:
    itext = '<itext><translation lang="en"><text id="a"><value>A <output value="jr:itext(\'a\')"/></value></text></translation></itext>'
    body = '<input ref="/data/a"><label ref="jr:itext(\'a\')"/></input>'
    assert start(xform("<a/>", body, itext)).node("/data/a").label == "A"


def test_a_repeat_of_many_instances_may_have_an_action_in_each() -> None:
    text = xform(
        "<n/><r><x/></r><s/>",
        '<input ref="/data/n"/><group ref="/data/r"><repeat nodeset="/data/r" jr:count="/data/n">'
        '<setvalue event="odk-new-repeat" ref="/data/r/x" value="position(..)"/>'
        '<input ref="/data/r/x"/></repeat></group>',
        '<bind nodeset="/data/n" type="int"/><bind nodeset="/data/s" calculate="sum(/data/r/x)"/>',
    )
    instance = start(text)
    instance.set("/data/n", "1200")
    assert instance.node("/data/s").value == str(1200 * 1201 // 2)
    instance.set("/data/n", "3")
    assert instance.node("/data/s").value == "6"
