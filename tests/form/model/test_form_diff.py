"""Two versions of a form are compared by path, name and label."""

from __future__ import annotations

from assessor.form.model.form_diff import can_replace, compare_forms, is_question, question_label
from tests.support.form.form_filling import form

OLD = """
| survey |
|  | type          | name   | label::English (en) | label::French (fr) | relevant    | constraint |
|  | text          | kept   | Kept                | Gardé              |             |            |
|  | integer       | count  | How many?           | Combien ?          | ${kept}='a' | . > 0      |
|  | text          | gone   | Gone                | Parti              |             |            |
|  | text          | before | The same words      | Les mêmes mots     |             |            |
|  | select_one yn | choice | Choose              | Choisir            |             |            |
|  | begin_repeat  | people | People              | Personnes          |             |            |
|  | text          | person | Name of ${kept}     | Nom                |             |            |
|  | end_repeat    |        |                     |                    |             |            |
| choices |
|  | list_name | name | label::English (en) | label::French (fr) |
|  | yn        | yes  | Yes                 | Oui                |
"""
NEW = (
    OLD.replace("| gone   | Gone ", "| fresh  | Fresh")
    .replace("| before ", "| after  ")
    .replace(". > 0", ". > 1")
    .replace("| yes  | Yes ", "| no   | No  ")
    .replace("| people ", "| staff  ")
)


def test_differences_of_two_versions() -> None:
    old, new = form(OLD), form(NEW)
    found = compare_forms(old, new)
    assert found.added == ("/data/fresh", "/data/after")
    assert found.retired == ("/data/gone", "/data/before")
    assert dict(found.moved) == {
        "/data/people": "/data/staff",
        "/data/people/person": "/data/staff/person",
    }
    assert dict(found.changed)["/data/count"] == ("constraint",)
    assert dict(found.changed)["/data/choice"] == ("choices",)
    assert found.renamed == (("/data/before", "/data/after"),)


def test_equal_forms_have_no_differences() -> None:
    found = compare_forms(form(OLD), form(OLD))
    assert not (found.added or found.retired or found.moved or found.changed or found.renamed)


def test_labels_and_kinds_of_binds() -> None:
    old = form(OLD)
    person, people = old.binds["/data/people/person"], old.binds["/data/people"]
    assert question_label(old, person) == "Name of …"
    assert question_label(old, person, "French (fr)") == "Nom"
    assert is_question(person) and not is_question(people)
    assert not can_replace(person, old.binds["/data/count"])
