"""Cached rows in codes read the same as the live form, in every language."""

from __future__ import annotations

from contextlib import closing
from itertools import groupby

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.references import choice_label
from assessor.assessment.core.derive import path_of
from assessor.assessment.headquarters.case_texts import set_language
from assessor.assessment.headquarters.publication import read_registry
from assessor.store.model.entry import in_conflict
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form

pytestmark = pytest.mark.slow

FORM = """
| survey   |                     |          |                 |              |                    |
|          | type                | name     | label::English(en) | label::Français (fr) | choice_filter | repeat_count |
|          | text                | chief    | Who leads it    | Qui dirige |               |      |
|          | select_one side     | side     | Which side      | Quel côté |                |      |
|          | select_one town     | town     | Which town      | Quelle ville | side=${side} |      |
|          | select_multiple who | who      | Who knows       | Qui sait     |             |      |
|          | integer             | rooms    | How many rooms  | Combien de salles |        |      |
|          | begin_repeat        | room     | Room            | Salle        |             | ${rooms} |
|          | select_one side     | door     | Door of the room | Porte       |             |      |
|          | end_repeat          |          |                 |              |             |      |
|          | begin_repeat        | desk     | Desk            | Bureau       |             |      |
|          | text                | named    | What it is called | Nom        |             |      |
|          | end_repeat          |          |                 |              |             |      |
|          | select_one ${named} | best     | The best desk   | Le meilleur  |             |      |
| choices  |                     |          |                 |              |             |      |
|          | list_name           | name     | label::English(en) | label::Français (fr) | side |
|          | side                | n        | North           | Nord         |             |
|          | side                | s        | South           | Sud          |             |
|          | town                | 1        | Centre          | Alpha        | n           |
|          | town                | 1        | Centre          | Bêta         | s           |
|          | who                 | boss     | The chief, ${chief} | ${chief}, qui dirige |  |
|          | who                 | all      | Everybody       | Tous         |             |
| settings |
|          | allow_choice_duplicates |
|          | yes                     |
"""  # noqa: E501


def live(assessment, language):
    """Return the rows of an assessment from the open form."""
    set_language(assessment.instance, language)
    country = assessment.facts().country_code
    for node in assessment.instance.questions():
        atom = assessment.answer_at(node.reference)
        if not node.relevant or not (node.value or atom.missing):
            continue
        values = node.value.split() if node.control in ("select", "rank") else [node.value]
        yield (
            assessment.uuid, country, node.reference, node.name, node.value,
            "; ".join(choice_label(node, value) for value in values), atom.evidence, atom.basis,
            atom.missing, atom.sensitivity,
            in_conflict(assessment.heads("answer", node.reference)),
            atom.entry.at if atom.entry else None,
            f"{assessment.form.id} {assessment.form.version}", path_of(node.reference),
        )  # fmt: skip


def answers(mission, identity, language):
    tables = {each.name: each for each in read_registry(mission, identity, language).sheets}
    return tables["answers"].rows, tables["questions"].facts()


@pytest.fixture(scope="module")
def opened(worked_out):
    """The sample registry, its reader, and every second of its assessments."""
    path, identity = worked_out
    with Mission.open(path, read_only=True) as registry:
        uuids = [each.uuid for each in registry.assessments()]
        every = [Assessment.of(registry, uuid, identity) for uuid in uuids[::2]]
        yield registry, identity, every


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_sample_registry_says_what_its_forms_say(opened, language):
    registry, identity, every = opened
    rows, asked = answers(registry, identity, language)
    found = {uuid: list(of) for uuid, of in groupby(rows, lambda row: row[0])}
    assert {each.uuid: found[each.uuid] for each in every} == {
        each.uuid: list(live(each, language)) for each in every
    }
    assert len(asked) == len({one["path"] for one in asked}) > 180
    assert {row[-2:] for row in rows} <= {(one["form"], one["path"]) for one in asked}
    [country] = [one for one in asked if one["question"] == "country"]
    assert "KEN = " in country["choices"], "choices of other regions than the first one's, too"


@pytest.fixture(scope="module")
def mission(tmp_path_factory):
    """An assessment whose choices have labels that depend on answers."""
    folder = tmp_path_factory.mktemp("answered")
    ana = laptop(folder, "Ana")
    with closing(ana.create(small_form(folder, FORM)).mission):
        pass
    made = ana.open()
    for name, value in (
        ("chief", "Doe"), ("side", "n"), ("town", "1"), ("who", "boss all gone"), ("rooms", "2"),
    ):  # fmt: skip
        made.answer(f"/data/{name}", value)
    made.answer("/data/room[000002]/door", "n")
    made.add_repeat("/data/desk", "d1")
    made.answer("/data/desk[d1]/named", "Corner")
    made.answer("/data/best", "Corner")
    made.annotate("/data/rooms", note="counted", evidence="verified")
    made.seal()
    yield made
    made.mission.close()


@pytest.mark.parametrize(("language", "said"), [
    ("en", {"town": "Centre", "who": "The chief, Doe; Everybody; gone", "door": "North",
            "best": "Corner"}),
    ("fr", {"town": "Alpha", "who": "Doe, qui dirige; Tous; gone", "door": "Nord",
            "best": "Corner"}),
])  # fmt: skip
def test_what_answers_decide_is_told_as_the_form_tells_it(mission, language, said):
    rows, asked = answers(mission.mission, mission.identity, language)
    assert list(rows) == list(live(mission, language))
    told = {row[3]: row[5] for row in rows}
    assert {name: told[name] for name in said} == said
    door = [one for one in asked if one["path"] == "/data/room/door"]
    label = {"en": "Door of the room", "fr": "Porte"}[language]
    assert [one["label"] for one in door] == [label], "asked in rows that the form counts"
