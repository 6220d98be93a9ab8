"""Many parcels go into a database in one transaction, each with the receipt it gets alone."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from assessor.errors import FileError
from assessor.parcel.pack.parcel_pack import pack_parcel
from assessor.registry.receive.receiver import receive
from assessor.store.model.entry import Draft
from assessor.store.read.registry_dump import dump_digest
from assessor.store.write.mission import Mission
from tests.support.store.laptops import Laptop
from tests.support.store.shared_desk import Stopping, emptied

pytestmark = pytest.mark.slow

SEVERAL = [f"{number * 0x1F3D5B79:08x}" * 4 for number in range(1, 9)]


@pytest.fixture(scope="module")
def address(postgres):
    made = postgres.database()
    Mission.create(made).close()
    return made


@pytest.fixture
def registry(address):
    emptied(address)
    with Mission(Stopping(address)) as opened:
        yield opened


def said(mission, uuid, key, value, seen=(), kind="answer"):
    draft = Draft(kind, key, {"value": value}, tuple(each.name for each in seen), len(value))
    [entry] = mission.write(uuid, [draft], "Ana")
    return entry


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """Return a mailbox: eight missions, some twice as they grew, one damaged, one joined, one
    redacted."""
    folder = tmp_path_factory.mktemp("sent")
    ana = Laptop(folder, "Ana")
    mission, files = ana.mission, []

    def send(name, *uuids):
        files.append(folder / f"{name}.assessor")
        files[-1].write_bytes(pack_parcel(mission, uuids, signer=ana.identity))

    for uuid in SEVERAL:
        mission.add_assessment(uuid, "cd" * 32)
        before = said(mission, uuid, "/d/q1", "1")
        mission.seal(uuid, ana.identity)
        said(mission, uuid, "/d/q1", "2", [before])
        for at in range(25):
            said(mission, uuid, f"/d/more{at}", uuid[:4])
        send(f"first {uuid[:4]}", uuid)
    for uuid in SEVERAL[:3]:
        said(mission, uuid, "/d/q1", "another")  # without the first as parent: a conflict
        send(f"second {uuid[:4]}", uuid)
    mission.redact(before.name, "asked to", ana.identity)
    send("words taken back", SEVERAL[7])
    said(mission, SEVERAL[4], SEVERAL[5], "joined", kind="alias")
    send("joined", SEVERAL[4])
    said(mission, SEVERAL[5], "/d/q1", "otherwise")
    send("joined later", SEVERAL[5], SEVERAL[6])
    files.append(folder / "bent.assessor")
    files[-1].write_bytes(files[0].read_bytes()[:-1])
    files.append(folder / "again.assessor")
    files[-1].write_bytes(files[2].read_bytes())
    mission.close()
    return files


def told(receipts):
    return [replace(one, id="", at=0) for one in receipts]


def transactions(mission):
    """Return how many transactions wrote the receipts."""
    asked = "SELECT count(DISTINCT CAST(xmin AS text)) FROM receipt"
    return mission.connection.value(asked)


def test_a_batch_gives_the_receipts_of_single_imports(registry, address, sent):
    dice = random.Random(7)
    for turn in range(3):
        order = sent if turn == 0 else dice.sample(sent, len(sent))
        emptied(address)
        with Mission.in_memory() as file, Mission.open(address) as shared:
            cuts = sorted(dice.sample(range(len(order)), turn))
            groups = [order[a:b] for a, b in zip([0, *cuts], [*cuts, None], strict=True)]
            alone = [one for group in groups for one in receive(file, group)]
            found = [one for group in groups for one in receive(shared, group)]
            assert told(found) == told(alone)
            assert dump_digest(shared) == dump_digest(file) and shared.check() == ()
            assert transactions(shared) < len(shared.receipts())
            for one in shared.receipts():
                if one.status in ("new", "known"):
                    shared.undo(one.id)
            assert all(not shared.entries(uuid) for uuid in SEVERAL)


def test_eight_missions_are_one_transaction_and_what_is_about_one_of_them_another(registry, sent):
    receive(registry, sent[:8])
    assert transactions(registry) == 1
    assert [one.new for one in registry.receipts()] == [27] * 8
    receive(registry, sent[8:11])
    assert transactions(registry) == 2 and len(registry.conflicts()) == 3


def test_a_package_that_a_database_cannot_store_is_refused_alone(registry, sent, tmp_path):
    odd = Laptop(tmp_path, "Odd")
    odd.mission.add_assessment("77" * 16, "cd" * 32)
    dice = random.Random(1)
    key = "".join(chr(dice.randrange(0x20000, 0x2A000)) for _ in range(1000))
    said(odd.mission, "77" * 16, key, "1")
    (tmp_path / "odd.assessor").write_bytes(
        pack_parcel(odd.mission, ["77" * 16], signer=odd.identity)
    )
    found = receive(registry, [sent[0], tmp_path / "odd.assessor", sent[1]])
    assert [one.status for one in found] == ["new", "refused", "new"]
    assert "cannot hold" in found[1].reason and len(registry.quarantine()) == 1
    with Mission.in_memory() as file:
        receive(file, sent[:2])
        assert dump_digest(registry) == dump_digest(file)


def test_a_server_that_goes_away_leaves_the_whole_batch_to_be_received_again(registry, sent):
    connection = registry.connection
    with Mission.in_memory() as file:
        receive(file, sent)
        expected = dump_digest(file)
    empty = dump_digest(registry)
    connection.left = 70
    with pytest.raises(FileError):
        receive(registry, sent[:8])
    connection.left = -1
    assert dump_digest(registry) == empty and not registry.receipts()
    receive(registry, sent)
    assert dump_digest(registry) == expected


def test_a_stopped_run_keeps_what_was_reported_as_done(registry, sent):
    def stop(done, of, name):
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        receive(registry, sent[:8], progress=stop)
    assert len(registry.receipts()) == 5
