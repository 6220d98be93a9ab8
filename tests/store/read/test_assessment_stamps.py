"""A stamp changes with anything that can change an assessment, and with nothing else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable

import pytest

from assessor.parcel.pack.parcel_pack import pack_parcel, unpack_parcel
from assessor.registry.receive.receiver import receive_parcel
from assessor.store.files.connection import IN_MEMORY, Connection
from assessor.store.files.file_schema import prepare_file
from assessor.store.model.entry import Draft
from assessor.store.read.change_detection import NAMELESS_QUERY, STAMP_QUERIES
from assessor.store.write.mission import Mission
from tests.support.store.laptops import ASSESSMENT, FORM, Laptop

OTHER = "ef" * 16


@pytest.fixture
def ana(tmp_path):
    laptop = Laptop(tmp_path, "Ana")
    laptop.say("/d/q1", "1")
    laptop.seal()
    yield laptop
    laptop.mission.close()


def withheld(laptop: Laptop) -> bytes:
    return pack_parcel(
        laptop.mission, [ASSESSMENT], signer=laptop.identity, profile="public",
        withhold=lambda entry: entry.key == "/d/q1",
    )  # fmt: skip


CHANGES: dict[str, Callable[[Laptop], object]] = {
    "typing": lambda laptop: laptop.say("/d/q2", "2"),
    "sealing": lambda laptop: (laptop.say("/d/q2", "2"), laptop.seal()),
    "deleting": lambda laptop: laptop.say("/d/q1", None),
    "another form": lambda laptop: laptop.mission.add_assessment(ASSESSMENT, "99" * 32),
    "redacting": lambda laptop: laptop.mission.redact(
        laptop.heads("/d/q1")[0].name, "asked to", laptop.identity
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_entry_changes_the_stamp(ana, change):
    before = ana.mission.stamps()
    CHANGES[change](ana)
    assert ana.mission.stamps()[ASSESSMENT] != before[ASSESSMENT]


def test_queries_settings_and_repetitions_do_not_change_it(ana):
    before = ana.mission.stamps()
    ana.mission.set_setting("language", "fr")
    ana.mission.conflicts()
    receive_parcel(
        ana.mission, pack_parcel(ana.mission, [ASSESSMENT], signer=ana.identity), "again.pdf"
    )
    assert ana.mission.stamps() == before


def test_later_bodies_and_names_and_undo_each_change_it(ana, tmp_path):
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive_parcel(registry, withheld(ana), "public.pdf")
        seen = [registry.stamps()[ASSESSMENT]]
        whole = pack_parcel(ana.mission, [ASSESSMENT], signer=ana.identity)
        assert (
            unpack_parcel(withheld(ana)).changesets[0].id == unpack_parcel(whole).changesets[0].id
        )
        receive_parcel(registry, whole, "whole.pdf")
        seen.append(registry.stamps()[ASSESSMENT])
        for receipt in registry.receipts():
            registry.undo(receipt.id)
        seen.append(registry.stamps()[ASSESSMENT])
        receive_parcel(registry, whole, "whole.pdf")
        assert registry.stamps()[ASSESSMENT] == seen[1]
    assert len(set(seen)) == 3


def test_joined_assessments_have_one_stamp_and_separated_ones_their_own(ana):
    ana.mission.add_assessment(OTHER, FORM)
    apart = ana.mission.stamps()
    assert set(apart) == {ASSESSMENT, OTHER}
    assert ana.mission.stamps([OTHER]) == {OTHER: apart[OTHER]}
    ana.say(OTHER, "", kind="alias")
    joined = ana.mission.stamps()
    assert ana.mission.stamps([OTHER]) == joined
    assert list(joined) == [ASSESSMENT] and joined[ASSESSMENT] != apart[ASSESSMENT]
    draft = Draft("answer", "/d/q9", {"value": "3"}, (), next(ana.clock))
    ana.mission.write(OTHER, [draft], "Ana")
    assert ana.mission.stamps() != joined
    ana.say(OTHER, None, kind="alias")
    assert set(ana.mission.stamps()) == {ASSESSMENT, OTHER}


def test_a_restored_backup_with_other_entries_has_other_stamps(ana, tmp_path):
    copy = tmp_path / "copy.mission"
    shutil.copy(ana.mission.path, copy)
    ana.say("/d/q2", "2")
    ana.seal()
    with Mission.open(copy) as restored:
        draft = Draft("answer", "/d/q2", {"value": "2"}, (), 1_700_000_000_001)
        restored.write(ASSESSMENT, [draft], "Ana")
        restored.seal(None, ana.identity)
        numbers = [one.connection.value("SELECT max(changeset) FROM changeset") for one in
                   (restored, ana.mission)]  # fmt: skip
        assert numbers[0] == numbers[1]  # the same number for another changeset
        assert restored.stamps() != ana.mission.stamps()


def test_the_same_files_in_another_order_give_the_same_stamps(ana, tmp_path):
    ben = Laptop(tmp_path, "Ben")
    ben.say("/d/q1", "5")
    parcels = [pack_parcel(one.mission, [ASSESSMENT], signer=one.identity) for one in (ana, ben)]
    found = []
    for order in (parcels, parcels[::-1]):
        with Mission.in_memory() as registry:
            for parcel in order:
                receive_parcel(registry, parcel, "some.pdf")
            found.append(json.dumps(registry.stamps()))
    ben.mission.close()
    assert found[0] == found[1]


def test_they_are_read_from_indexes_alone():
    connection = Connection(IN_MEMORY, key=None, read_only=False)
    try:
        prepare_file(connection)
        for query in (*STAMP_QUERIES, NAMELESS_QUERY):
            plan = connection.rows(f"EXPLAIN QUERY PLAN {query.format('')}")
            scans = [step for *_, step in plan if step.startswith("SCAN ")]
            # These indexes contain nothing else.
            assert set(scans) <= {
                "SCAN e USING INDEX entry_withheld",
                "SCAN e USING INDEX changeset_doubtful",
            }, plan
    finally:
        connection.close()
