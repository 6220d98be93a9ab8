"""A form of three kilobytes whose calculations double a text until no memory is left."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor.errors import FormError
from assessor.form.parse.form_source import FormSource
from tests.support.assessment.laptops import laptop
from tests.support.form.form_filling import start

SENTENCE = "The form cannot be used: {what} Ask the author of the form to shorten its texts."
ONE_TEXT = "A calculation joins more than 4 million characters to one text."
ALL_TEXTS = "Its calculations hold more than 64 million characters."


def growing_form(calculations: list[str]) -> str:
    """Return an XForm with a question `q` and these calculations, /d/a0, /d/a1 …"""
    names = "".join(f"<a{place}/>" for place in range(len(calculations)))
    binds = "".join(
        f'<bind nodeset="/d/a{place}" type="string" calculate="{text}"/>'
        for place, text in enumerate(calculations)
    )
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">'
        f'<h:head><h:title>t</h:title><model><instance><d id="d" version="1"><q/>{names}</d>'
        f'</instance><bind nodeset="/d/q" type="string"/>{binds}</model></h:head>'
        '<h:body><input ref="/d/q"><label>q</label></input></h:body></h:html>'
    )


def doubling(times: int, first: str = "'xxxxxxxx'", call: str = "concat({0}, {0})") -> list[str]:
    return [first, *(call.format(f"/d/a{place}") for place in range(times))]


@pytest.mark.parametrize("call", ["concat({0}, {0})", "join('', {0}, {0})"])
def test_a_text_that_doubles_to_34_gigabytes_is_refused(call: str) -> None:
    """Each of 32 calculations joins the one before to itself."""
    with pytest.raises(FormError) as refusal:
        start(growing_form(doubling(32, call=call)))
    assert str(refusal.value) == SENTENCE.format(what=ONE_TEXT)


def test_many_long_texts_are_refused_together() -> None:
    """Each text stays below the limit of one; a thousand of them fill the memory."""
    copies = [f"concat(/d/a18, '{place}')" for place in range(1000)]
    with pytest.raises(FormError) as refusal:
        start(growing_form(doubling(18) + copies))
    assert str(refusal.value) == SENTENCE.format(what=ALL_TEXTS)


def test_no_mission_begins_with_such_a_form(tmp_path: Path) -> None:
    """The form is given to an assessor: no file is left of the attempt."""
    person = laptop(tmp_path, "Elena")
    with pytest.raises(FormError) as refusal:
        person.create(FormSource(growing_form(doubling(32))))
    assert str(refusal.value) == SENTENCE.format(what=ONE_TEXT)
    assert not person.mission.exists()


def test_an_answer_that_would_grow_so_is_not_written(tmp_path: Path) -> None:
    """The form opens, and grows only from what a person types: the answer before stays."""
    person = laptop(tmp_path, "Elena")
    with person.create(FormSource(growing_form(doubling(20, first="/d/q")))) as mission:
        mission.answer("/d/q", "a")
        with pytest.raises(FormError) as refusal:
            mission.answer("/d/q", "more than four characters")
        assert str(refusal.value) == SENTENCE.format(what=ONE_TEXT)
        assert mission.instance.node("/d/q").value == "a"
        assert len(mission.instance.node("/d/a20").value) == 2**20
        mission.answer("/d/q", "bb")
        assert len(mission.instance.node("/d/a20").value) == 2**21
    with person.open() as mission:
        assert mission.instance.node("/d/q").value == "bb"
