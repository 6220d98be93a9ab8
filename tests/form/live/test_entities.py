"""Entities leave in the submission as the ODK entities specification (2025.1) says.

The forms are what pyxform makes of the entities sheet: what a consumer of the submission reads is
the `entity` element of a `meta` block, its attributes, its label, and the questions' `saveto`.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import pytest
from lxml import etree

from assessor.errors import FormError
from assessor.form.live import submission
from assessor.form.live.instance import Instance
from assessor.form.parse.form_parser import parse_form
from assessor.form.parse.form_source import FormSource
from tests.support.form.form_filling import start
from tests.support.form.markdown_forms import read_markdown

TREE = "1bb3a1a0-9d22-4a6a-8d0c-6f9a9c3a1c11"
FILES = {
    "trees.csv": (
        f"name,label,species,__version,__trunkVersion,__branchId\n{TREE},Old oak,oak,7,5,b1\n"
    ).encode()
}
CREATE = """
| survey   |           |         |         |              |
|          | type      | name    | label   | save_to      |
|          | text      | species | Species | species      |
|          | integer   | height  | Height  | height_m     |
|          | text      | note    | Note    |              |
| entities |           |         |         |
|          | list_name | label      | CONDITION |
|          | trees     | ${species} | WHEN      |
"""
UPDATE = """
| survey   |                                   |        |        |           |
|          | type                              | name   | label  | save_to   |
|          | select_one_from_file trees.csv    | tree   | Tree   |           |
|          | integer                           | height | Height | height_m  |
| entities |           |         |
|          | list_name | entity_id | WISHES |
|          | trees     | ${tree}   | WISH   |
"""
UPSERT = """
| survey   |                                |         |         |          |
|          | type                           | name    | label   | save_to  |
|          | select_one_from_file trees.csv | tree    | Tree    |          |
|          | text                           | species | Species | species  |
| entities |           |                            |               |                |            |
|          | list_name | entity_id                  | create_if     | update_if      | label      |
|          | trees     | coalesce(${tree}, uuid())  | ${tree} = ''  | ${tree} != ''  | ${species} |
"""
SEVERAL = """
| survey   |              |         |         |                |
|          | type         | name    | label   | save_to        |
|          | text         | owner   | Owner   | people#full    |
|          | begin_repeat | tree    | Tree    |                |
|          | text         | species | Species | trees#species  |
|          | begin_repeat | nest    | Nest    |                |
|          | text         | bird    | Bird    | nests#bird     |
|          | end_repeat   |         |         |                |
|          | end_repeat   |         |         |                |
| entities |           |            |                      |
|          | list_name | label      | create_if            |
|          | people    | ${owner}   |                      |
|          | trees     | ${species} | ${species} != 'weed' |
|          | nests     | ${bird}    |                      |
"""


def made(text: str) -> Instance:
    source = read_markdown(text)
    return start(parse_form(FormSource(source.xform, source.sheets, FILES)))


def entities(instance: Instance) -> list[dict[str, str]]:
    """Return every entity of the submission: its attributes, and its label if it has one."""
    root = etree.fromstring(submission.write_submission(instance))
    assert not [each for each in root.iter() if etree.QName(each).namespace]
    found = []
    for element in root.iter("entity"):
        assert element.getparent().tag == "meta"
        label = element.find("label")
        said = {} if label is None else {"label": label.text or ""}
        found.append({**element.attrib, **said})
    return found


def check(text: str, answers: Mapping[str, str], *expected: Mapping[str, str]) -> None:
    """Answer, then compare the entities; an unexpected id must be a fresh UUID."""
    instance = made(text)
    for name, value in answers.items():
        instance.set(f"/data/{name}", value)
    found = entities(instance)
    for entity, wanted in zip(found, expected, strict=True):
        if "id" not in wanted:
            assert UUID(entity.pop("id")).version == 4
        assert entity == wanted


@pytest.mark.parametrize(
    ("condition", "answers", "create"),
    [
        ("", {}, "1"),
        ("${height} > 3", {"height": "4"}, "true"),
        ("${height} > 3", {"height": "2"}, "false"),
    ],
)
def test_an_entity_is_created_where_the_form_says_so(condition, answers, create) -> None:
    text = CREATE.replace("CONDITION", "create_if").replace("WHEN", condition)
    wanted = {"dataset": "trees", "create": create, "label": "oak"}
    check(text, {"species": "oak", **answers}, wanted)


@pytest.mark.parametrize(
    ("wishes", "wish", "more"),
    [
        ("update_if", "", {"update": "1"}),
        ("update_if", "${height} > 3", {"update": "true"}),
        ("label", "concat(${height}, ' m')", {"update": "1", "label": "4 m"}),
    ],
)
def test_an_entity_is_updated_with_the_versions_it_was_read_at(wishes, wish, more) -> None:
    versions = {"baseVersion": "7", "trunkVersion": "5", "branchId": "b1"}
    wanted = {"dataset": "trees", "id": TREE, **versions, **more}
    text = UPDATE.replace("WISHES", wishes).replace("WISH", wish)
    check(text, {"tree": TREE, "height": "4"}, wanted)


def test_one_form_creates_or_updates() -> None:
    none = {"baseVersion": "", "trunkVersion": "", "branchId": ""}
    known = {"baseVersion": "7", "trunkVersion": "5", "branchId": "b1"}
    new = {"dataset": "trees", "create": "true", "update": "false", **none, "label": "elm"}
    old = {"dataset": "trees", "create": "false", "update": "true", **known, "label": "elm"}
    check(UPSERT, {"species": "elm"}, new)
    check(UPSERT, {"species": "elm", "tree": TREE}, {**old, "id": TREE})


def test_every_instance_of_a_repeat_makes_its_own() -> None:
    instance = made(SEVERAL)
    instance.set("/data/owner", "Ana")
    instance.add_repeat("/data/tree")
    first, second = (each.reference for each in instance.node("/data/tree").children)
    instance.set(f"{first}/species", "oak")
    instance.set(f"{second}/species", "weed")
    instance.add_repeat(f"{second}/nest")
    found = entities(instance)
    told = [(entity["dataset"], entity["label"], entity["create"]) for entity in found]
    assert sorted(told) == [
        ("nests", "", "1"),
        ("nests", "", "1"),
        ("people", "Ana", "1"),
        ("trees", "oak", "true"),
        ("trees", "weed", "false"),
    ]
    assert len({UUID(entity["id"]) for entity in found}) == len(found)


def test_an_entity_keeps_its_id_when_the_form_is_opened_again() -> None:
    instance = made(CREATE.replace("CONDITION", "create_if").replace("WHEN", ""))
    again = start(instance.form, answers=instance.answers(), repeats=instance.repeats())
    assert entities(again) == entities(instance)
    read = submission.read_submission(instance.form, submission.write_submission(instance), str)
    assert entities(start(instance.form, answers=read.answers)) == entities(instance)


def test_the_form_says_what_is_saved_to_an_entity() -> None:
    binds = made(SEVERAL).form.binds
    saved = {path: bind.saveto for path, bind in binds.items() if bind.saveto}
    assert saved == {
        "/data/owner": "full",
        "/data/tree/species": "species",
        "/data/tree/nest/bird": "bird",
    }


def test_a_newer_specification_is_refused_by_name() -> None:
    source = read_markdown(CREATE.replace("CONDITION", "create_if").replace("WHEN", ""))
    for version in ("2026.1.0", "2025.2.0"):
        newer = source.xform.replace('entities-version="2024.1.0"', f'entities-version="{version}"')
        newer = newer.replace('entities-version="2025.1.0"', f'entities-version="{version}"')
        with pytest.raises(FormError, match=version):
            parse_form(FormSource(newer))
    assert parse_form(FormSource(source.xform.replace("2024.1.0", "2022.1.9")))
