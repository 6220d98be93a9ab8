"""A registry in PostgreSQL holds what a file holds, with several users at the same time."""

from __future__ import annotations

import gzip
import random
import subprocess
import sys
from contextlib import closing, suppress
from dataclasses import replace

import pytest

from assessor.errors import FileError, NeedsPassword, NotAMission, Refused
from assessor.parcel.pack.parcel_pack import pack_parcel, unpack_parcel
from assessor.registry.receive.quarantine_redaction import redact_quarantine
from assessor.registry.receive.receiver import receive_parcel
from assessor.registry.trust.snooze import snooze_conflicts, snoozed_conflicts
from assessor.registry.trust.trust_roster import trust_key
from assessor.store.model.database_address import DatabaseAddress
from assessor.store.model.entry import Draft
from assessor.store.postgres.postgres_connection import PostgresConnection
from assessor.store.postgres.registry_database import ANALYST, grant_statements
from assessor.store.read.registry_dump import dump_digest, dump_lines
from assessor.store.write.cache_db import CacheDb
from assessor.store.write.mission import Mission
from tests.support.paths import TEST_DATA
from tests.support.store.laptops import ASSESSMENT, Laptop
from tests.support.store.shared_desk import check_laws, emptied

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def address(postgres):
    """Return a registry in a database, made once; `registry` empties it."""
    made = postgres.database()
    Mission.create(made).close()
    return made


@pytest.fixture
def registry(address):
    emptied(address)
    with Mission.open(address) as opened:
        yield opened


@pytest.fixture(scope="module")
def parcels(tmp_path_factory):
    """Return two laptops' parcels, repeated, with conflicts, deletions and withheld bodies."""
    folder = tmp_path_factory.mktemp("sent")
    ana, ben = Laptop(folder, "Ana"), Laptop(folder, "Ben")
    found = []
    for turn in range(3):
        for laptop in (ana, ben):
            for place_ in range(30):
                laptop.say(f"/d/q{place_}", f"{laptop.identity.name}'s \u00e9 {turn}")
            laptop.say("/d/q1", None)
            laptop.say("/d/q2", "nul\0 inside", note="a ? and a % sign")
            found.append(pack_parcel(laptop.mission, [ASSESSMENT], signer=laptop.identity))
            found.append(
                pack_parcel(laptop.mission, [ASSESSMENT], signer=laptop.identity, profile="public",
                     withhold=lambda entry: entry.key == "/d/q3")
            )  # fmt: skip
        receive_parcel(ben.mission, found[-4], "Ana's")
    name = ben.heads("/d/q4")[0].name
    ben.seal()
    ben.mission.redact(ben.mission.entry(name).name, "asked to", ben.identity)
    found.append(pack_parcel(ben.mission, [ASSESSMENT], signer=ben.identity))
    for laptop in (ana, ben):
        laptop.mission.close()
    return found


VIEWS = ("history", "conflict", "answer", "statement", "joint")


def view(mission, name):
    """Return the rows of a view, without U+0000, which no PostgreSQL text can contain."""
    rows = mission.connection.rows(f"SELECT * FROM {name}")
    return sorted((row for row in rows if "/d/q2" not in row), key=str)


def test_in_any_order_it_is_the_dump_of_a_file_byte_for_byte(registry, parcels, address):
    with Mission.in_memory() as file:
        for at, parcel in enumerate(parcels):
            receive_parcel(file, parcel, f"{at}.pdf")
        expected = "".join(dump_lines(file))
        views = {name: view(file, name) for name in VIEWS}
    assert '"conflict"' in expected and expected.count("\n") > 200
    for order in (parcels, random.Random(5).sample(parcels, len(parcels))):
        emptied(address)
        with Mission.open(address) as shared:
            for at, parcel in enumerate(order):
                receive_parcel(shared, parcel, f"{at}.pdf")
            assert "".join(dump_lines(shared)) == expected
            assert shared.check() == ()
    for name, rows in views.items():
        assert view(registry, name) == rows, name
        assert rows or name in ("statement", "joint")


def test_a_batch_equals_single_imports(registry, parcels):
    from assessor.parcel.pack.parcel_pack import unpack_parcel

    with Mission.in_memory() as file:
        for at, parcel in enumerate(parcels):
            receive_parcel(file, parcel, f"{at}.pdf")
        registry.add(one for parcel in parcels for one in unpack_parcel(parcel).changesets)
        assert dump_digest(registry) == dump_digest(file)


def test_receipts_quarantine_undo_and_previews_equal_those_of_a_file(registry, parcels):
    with Mission.in_memory() as file:
        told = []
        for mission in (file, registry):
            receipts = [
                receive_parcel(mission, parcels[at], "a.pdf", preview=True) for at in (0, 4)
            ]
            receipts += [receive_parcel(mission, parcels[at], f"{at}.pdf") for at in (4, 0, 0)]
            receipts.append(receive_parcel(mission, b"no parcel", "bent.pdf"))
            undone = mission.undo(receipts[2].id, preview=True), mission.undo(receipts[2].id)
            receipts.append(receive_parcel(mission, parcels[4], "again.pdf"))
            assert len(mission.quarantine()) == 1
            told.append(
                ([(one.file, one.status, one.new, one.known, one.conflicts) for one in receipts],
                 undone, mission.clones(), mission.signers(), mission.stamps())
            )  # fmt: skip
            with pytest.raises(Refused, match="no receipt"):
                mission.undo("no number")
        assert told[0] == told[1]


def test_two_databases_with_a_half_each_have_the_digest_of_one(registry, postgres, tmp_path):
    """A registry can be distributed by assessment over several servers."""
    laptop = Laptop(tmp_path, "Ana")
    halves = [Mission.create(postgres.database()) for _ in range(2)]
    try:
        with Mission.in_memory() as file:
            for number in range(8):
                uuid = f"{number * 0x1F3D5B79:08x}" * 4
                laptop.mission.add_assessment(uuid, "cd" * 32)
                drafts = [Draft("answer", f"/d/q{at}", {"value": "1"}, (), at) for at in range(40)]
                laptop.mission.write(uuid, drafts, "Ana")
                other = Draft(
                    "answer", "/d/q1", {"value": "2"}, (), 99
                )  # a conflict with the first
                laptop.mission.write(uuid, [other], "Ana")
                parcel = pack_parcel(laptop.mission, [uuid], signer=laptop.identity)
                route = halves[int(uuid[:8], 16) % 2]
                for mission in (file, registry, route):
                    assert receive_parcel(mission, parcel, "a.pdf").status == "new"
            assert all(len(half.assessments()) > 1 for half in halves)
            assert dump_digest(*halves) == dump_digest(registry) == dump_digest(file)
            assert len(file.conflicts()) == 8
    finally:
        laptop.mission.close()
        for half in halves:
            half.close()


def test_the_laws_hold_there_too(address):
    check_laws(address, examples=12)


_WRITER = """
import sys
from pathlib import Path
from assessor.parcel.keys.identity import load_identity
from assessor.store.model.database_address import DatabaseAddress
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission

url, home, name, uuid = sys.argv[1:]
identity = load_identity(Path(home), name)
with Mission.open(DatabaseAddress(url)) as mission:
    for turn in range(25):
        heads = mission.heads(uuid).get(("answer", "/d/q1"), ())
        draft = Draft("answer", "/d/q1", {"value": f"{name} {turn}"},
                      tuple(head.name for head in heads), turn)
        mission.write(uuid, [draft], name, signer=identity)
        mission.update_setting("tally", lambda kept: f"{kept or ''}{name[0]}")
"""


def test_two_analysts_at_once_lose_nothing(registry, address, tmp_path):
    registry.add_assessment(ASSESSMENT, "cd" * 32)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, address.url, str(tmp_path / name), name, ASSESSMENT]
        )
        for name in ("Ana", "Ben")
    ]
    assert [one.wait(60) for one in running] == [0, 0]
    said = registry.entries(ASSESSMENT)
    assert {str(entry.body and entry.body["value"]) for entry in said} == {
        f"{name} {turn}" for name in ("Ana", "Ben") for turn in range(25)
    }
    assert not registry.has_drafts() and registry.check() == ()
    # Everybody's entries are sealed by their own key, whoever else was writing.
    assert {entry.author: entry.signer for entry in said}.keys() == {"Ana", "Ben"}
    assert len({(entry.author, entry.signer) for entry in said}) == 2
    tally = registry.setting("tally") or ""
    assert (tally.count("A"), tally.count("B")) == (25, 25)


def test_a_failed_transaction_changes_nothing(registry, parcels):
    connection = registry.connection
    before = dump_digest(registry)
    with pytest.raises(ZeroDivisionError), connection.transaction():
        connection.insert("INSERT INTO topic(kind, key) VALUES('a', 'b') RETURNING topic")
        raise ZeroDivisionError
    assert connection.value("SELECT count(*) FROM topic") == 0
    assert receive_parcel(registry, parcels[0], "a.pdf").status == "new"
    assert dump_digest(registry) != before


def test_what_is_no_registry_is_refused_in_a_sentence(postgres, address):
    empty = postgres.database()
    with pytest.raises(NotAMission, match="holds no registry yet"):
        Mission.open(empty)
    with pytest.raises(FileError, match="exists already"):
        Mission.create(address)
    with pytest.raises(Refused, match="leave the passphrase out"):
        Mission.open(address, passphrase="secret")
    with pytest.raises(FileError, match="cannot be reached"):
        Mission.open(DatabaseAddress(address.url.replace("host=/", "host=/no")))
    with Mission.open(address) as mission, pytest.raises(Refused, match="pg_dump"):
        mission.backup(mission.path)
    with closing(PostgresConnection(empty)) as connection:
        connection.execute("CREATE TABLE setting(name text, value text)")
        connection.execute("INSERT INTO setting VALUES('version', '9000')")
        connection.execute("CREATE TABLE entry(n bigint)")
    with pytest.raises(FileError, match="newer Assessor"):
        Mission.open(empty)


@pytest.fixture
def team(postgres, parcels):
    """Return a registry with the roles, and a user in each."""
    made = postgres.database()
    with Mission.create(made) as registry:
        receive_parcel(registry, parcels[0], "first.pdf")
    name = made.name
    for _ in range(2):  # running the statements again changes nothing
        postgres.run(grant_statements(), name)
    for who in ("reader", "analyst", "keeper"):
        postgres.run(
            f"DO $$ BEGIN CREATE ROLE {who} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL;"
            f" END $$; GRANT assessor_{who} TO {who}"
        )
    postgres.run("DO $$ BEGIN CREATE ROLE nobody LOGIN; EXCEPTION WHEN duplicate_object THEN NULL;"
                 " END $$")  # fmt: skip
    everybody = ("reader", "analyst", "keeper", "nobody")
    return {who: DatabaseAddress(postgres.url(name, who)) for who in everybody}


def test_readers_see_analysts_work_and_keepers_take_back(team, parcels, tmp_path):
    ana = Laptop(tmp_path, "Ana")
    ana.mission.close()
    with Mission.open(team["keeper"]) as keeper:
        trust_key(keeper, "ab" * 32, "Somebody")
        keeper.set_setting("roster", "{}")
    with Mission.open(team["analyst"]) as analyst:
        assert not analyst.read_only
        for parcel in parcels[1:]:
            assert receive_parcel(analyst, parcel, "more.pdf").status in ("new", "known")
        draft = Draft("answer", "/d/q7", {"value": "7"}, (), 1)
        analyst.write(ASSESSMENT, [draft], "Ana", signer=ana.identity)
        snooze_conflicts(analyst, [analyst.conflicts()[0].id])
        with pytest.raises(Refused, match="does not let this user"):
            trust_key(analyst, "ab" * 32, "Somebody")
        with pytest.raises(Refused, match="does not let this user"):
            analyst.undo(analyst.receipts()[0].id)
        expected = dump_digest(analyst)
    with Mission.open(team["reader"]) as reader:
        assert (
            reader.read_only
            and dump_digest(reader) == expected
            and len(snoozed_conflicts(reader)) == 1
        )
        with pytest.raises(Refused, match="may only be read"):
            reader.set_setting("parked", "[]")
    with Mission.open(team["keeper"]) as keeper:
        assert keeper.undo(keeper.receipts()[0].id) is not None
    with pytest.raises(Refused, match="role of a reader"):
        Mission.open(team["nobody"])


def test_redaction_reaches_quarantine_and_cache(registry, tmp_path):
    ana, ben = Laptop(tmp_path, "Ana"), Laptop(tmp_path, "Ben")
    ana.say("/d/secret", "the name of an informant")
    receive_parcel(
        ben.mission, pack_parcel(ana.mission, [ASSESSMENT], signer=ana.identity), "a.pdf"
    )
    ben.say("/d/q", "1")
    trust_key(registry, ana.identity.public.hex(), "Ana")
    receive_parcel(registry, pack_parcel(ben.mission, [ASSESSMENT], signer=ben.identity), "b.pdf")
    CacheDb.open_beside(registry, "this").put(
        [(ASSESSMENT, "a stamp of before", "", "", b"informant")]
    )
    [entry] = [each for each in registry.entries(ASSESSMENT) if each.key == "/d/secret"]
    registry.redact(entry.name, "named a person", ana.identity)
    redact_quarantine(registry)
    [(_, content)] = registry.quarantine()
    assert unpack_parcel(content).withheld == 1
    assert CacheDb.open_beside(registry, "this").whole(ASSESSMENT) is None


def test_a_lost_connection_is_opened_again_by_the_next_query(postgres):
    """Never inside a transaction: its earlier statements are lost with the connection."""
    address = postgres.database()
    with Mission.create(address, role="registry") as registry:
        end = (
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname='{address.name}'"
        )
        registry.set_setting("watched", "before")
        postgres.run(end)
        with pytest.raises(FileError, match="try again"):
            registry.setting("watched")
        assert registry.setting("watched") == "before"
        connection = registry.connection
        with pytest.raises(FileError), connection.transaction():
            connection.execute("INSERT INTO setting VALUES('half', 'done')")
            postgres.run(end)
            with suppress(FileError):
                connection.rows("SELECT 1")
            connection.rows("SELECT 1")
        assert registry.setting("half") is None
        registry.set_setting("watched", "after")
        assert registry.setting("watched") == "after"


def test_a_server_that_needs_a_password_says_so(postgres):
    address = postgres.database()
    Mission.create(address).close()
    postgres.run("CREATE ROLE guarded LOGIN PASSWORD 'right'")
    postgres.run("GRANT ALL ON ALL TABLES IN SCHEMA public TO guarded", address.name)
    guarded = DatabaseAddress(postgres.url(address.name, "guarded"))
    with postgres.asking_for_passwords("guarded"):
        for given in ("", "wrong"):
            with pytest.raises(NeedsPassword):
                Mission.open(replace(guarded, password=given))
        with Mission.open(replace(guarded, password="right")) as registry:
            assert registry.shared and not registry.read_only


def test_roles_limit_what_a_user_may_do(postgres):
    address = postgres.database()
    Mission.create(address).close()
    postgres.run(grant_statements(), address.name)
    for role, writes, keeps in (("reader", False, False), ("analyst", True, False),
                                ("keeper", True, True)):  # fmt: skip
        postgres.run(f"CREATE ROLE may_{role} LOGIN IN ROLE assessor_{role}")
        with Mission.open(DatabaseAddress(postgres.url(address.name, f"may_{role}"))) as registry:
            assert (not registry.read_only, registry.can_manage) == (writes, keeps)


def test_a_registry_of_1_5_is_migrated_by_its_owner_without_loss(postgres, parcels, tmp_path):
    """The output of pg_dump for a registry with the content of a file of that version."""
    sql = gzip.decompress((TEST_DATA / "registry-1.5.sql.gz").read_bytes()).decode()
    older = postgres.database()
    name = older.url.partition("@/")[2].partition("?")[0]
    postgres.run("\n".join(line for line in sql.splitlines() if line[:1] != "\\"), name)
    postgres.run(grant_statements(), name)
    postgres.run(f"CREATE ROLE late LOGIN IN ROLE {ANALYST}")
    late = DatabaseAddress(postgres.url(name, "late"))
    with pytest.raises(Refused, match="whoever made it has to open it once"):
        Mission.open(late)
    same = tmp_path / "same.registry"
    same.write_bytes(gzip.decompress((TEST_DATA / "registry-1.5.registry.gz").read_bytes()))
    with Mission.open(same) as file:
        said = "".join(dump_lines(file))
    with Mission.open(older) as registry:
        assert registry.check() == () and "".join(dump_lines(registry)) == said
    with Mission.open(late) as registry:
        assert "".join(dump_lines(registry)) == said
        assert receive_parcel(registry, parcels[0], "a.pdf").status == "new"
        assert registry.check() == ()


def test_no_assessments_have_no_stamps(registry):
    registry.add_assessment(ASSESSMENT, "cd" * 32)
    assert registry.stamps([]) == {} and registry.stamps().keys() == {ASSESSMENT}


@pytest.mark.parametrize("host", ["x" * 70, "a..b"])
def test_a_host_that_cannot_be_a_name_cannot_be_reached(host: str) -> None:
    with pytest.raises(FileError, match="cannot be reached"):
        Mission.open(DatabaseAddress(f"postgresql://{host}/hq"))
