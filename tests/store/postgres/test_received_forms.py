"""A registry in PostgreSQL names the forms of receipts, and reads by them, as a file does."""

from __future__ import annotations

from itertools import permutations

import pytest

from assessor.assessment.assessment import Assessment
from assessor.errors import FileError, FormUnusable
from assessor.parcel.keys.identity import load_identity
from assessor.parcel.pack.parcel_pack import pack_parcel
from assessor.registry.receive.form_naming import describe_form, stored_forms
from assessor.registry.receive.receiver import receive_parcel
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import SMALL, written
from tests.support.store.laptops import ASSESSMENT
from tests.support.store.shared_desk import emptied

pytestmark = pytest.mark.slow
STAGE = "/data/police/stage"
OTHER = "cd" * 16
NEWER = SMALL.replace("Stage of the unit", "Stage of the police unit")


@pytest.fixture(scope="module")
def address(postgres):
    made = postgres.database()
    Mission.create(made).close()
    return made


@pytest.fixture(scope="module")
def parcels(tmp_path_factory):
    """Return the parcels of two laptops about one assessment, by two forms, and of another."""
    folder, found = tmp_path_factory.mktemp("forms"), []
    for name, uuid, text in (("Ana", ASSESSMENT, SMALL), ("Ben", ASSESSMENT, NEWER),
                             ("Cleo", OTHER, NEWER)):  # fmt: skip
        form, key = written(text), load_identity(folder / name, name)
        with Mission.create(folder / f"{name}.mission") as mission:
            mission.put_form(form.digest, form.pack())
            mission.add_assessment(uuid, form.digest)
            draft = Draft("answer", STAGE, {"value": "1"}, (), 1_700_000_000_000)
            mission.write(uuid, [draft], name)
            found.append(pack_parcel(mission, [uuid], signer=key))
    return found


def story(mission, parcels):
    """Receive parcels, one of them twice, and undo the first; return what is told of forms."""
    told: list[object] = []
    receipts = []
    for at, parcel in enumerate((*parcels, parcels[1])):
        previewed = receive_parcel(mission, parcel, f"{at}.pdf", preview=True)
        receipts.append(receive_parcel(mission, parcel, f"{at}.pdf"))
        sentences = [str(describe_form(form)) for form in previewed.forms]
        assert sentences == [str(describe_form(form)) for form in receipts[-1].forms]
        told.append((receipts[-1].status, sentences))
    for turn in range(2):
        told.append([stored_forms(mission, receipt.id) for receipt in receipts])
        told.append(mission.forms())
        told.append([(row, mission.form_binding(row.uuid)) for row in mission.assessments()])
        told.append([mission.signed_forms(row.uuid) for row in mission.assessments()])
        if turn == 0:
            told.append(mission.undo(receipts[0].id))
    return told


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_receipts_name_the_forms_that_those_of_a_file_name(address, parcels, order):
    """Title, version, digest, whether it is new; also stored, after an undo, in any order."""
    ordered = [parcels[at] for at in order]
    emptied(address)
    with Mission.in_memory() as file, Mission.open(address) as shared:
        expected = story(file, ordered)
        assert story(shared, ordered) == expected
    sentences = [line for _, lines in expected[:4] for line in lines]
    assert len(sentences) == 4 and sum("new here" in line for line in sentences) == 2


def test_a_form_edited_in_the_database_is_told_and_comes_back(address, parcels, tmp_path):
    """An insider with SQL changed the form; the report that came before brings the true one."""
    emptied(address)
    me = load_identity(tmp_path / "me", "Me")
    with Mission.open(address) as shared:
        receive_parcel(shared, parcels[0], "a.pdf")
        with shared.connection.transaction():
            shared.connection.execute("UPDATE form SET packed=?", (written(NEWER).pack(),))
        with pytest.raises(FormUnusable, match="not the one that was signed"):
            Assessment.of(shared, ASSESSMENT, me)
        assert any("The form" in line for line in shared.check())
        shown = Assessment.open(address, identity=me, by_path=True)
        with shown.mission:
            assert shown.node(STAGE).label == "police/stage" and shown.form_problem is not None
            with pytest.raises(FileError, match="not the one that was signed"):
                shown.answer(STAGE, "2")
        receive_parcel(shared, parcels[0], "again.pdf")
        assert Assessment.of(shared, ASSESSMENT, me).node(STAGE).label == "Stage of the unit"
        assert shared.check() == ()
