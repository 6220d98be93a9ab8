"""A mission begun from a pack is sealed to its headquarters and uses its roster."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessor.assessment.entries.previous_answers import previous_answers
from assessor.assessment.exchange.exchange_folder import receive_files
from assessor.assessment.mission.headquarters_key import headquarters_of
from assessor.assessment.mission.mission_start_packs import (
    previous_parcel,
    renew_from_pack,
    write_pack,
)
from assessor.assessment.report.report_export import export_report
from assessor.errors import FormError, ParcelError, Refused
from assessor.parcel.pack.parcel_pack import unpack_parcel
from assessor.registry.receive.quarantine_review import trust_and_receive
from assessor.registry.receive.receiver import receive
from assessor.registry.trust.trust_roster import (
    REVOKED,
    VERIFIED,
    read_roster,
    revoke_key,
    trust_key,
)
from tests.support.assessment.laptops import laptop, small_form
from tests.support.assessment.packs import Office, start

REPORTS, STAGE = "/data/police/reports", "/data/police/stage"


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path)
    yield made
    made.registry.close()


def test_exports_are_sealed_to_headquarters_without_anyone_typing_a_key(office, tmp_path):
    ana = laptop(tmp_path, "Ana")
    office.trust(ana)
    with start(ana, office.pack(headquarters="HQ Geneva")) as mine:
        assert headquarters_of(mine.mission).name == "HQ Geneva"
        mine.answer(REPORTS, "12")
        sealed = export_report(mine, tmp_path / "a.assessor").path
        plain = export_report(mine, tmp_path / "open.assessor", to=()).path
    with pytest.raises(ParcelError, match="sealed"):
        unpack_parcel(sealed.read_bytes())
    assert unpack_parcel(plain.read_bytes()).entries
    with ana.open() as again:  # not only in the session in which it began
        export_report(again, tmp_path / "b.assessor")
    [receipt] = receive(office.registry, [tmp_path / "b.assessor"], identities=office.keys)
    assert (receipt.status, receipt.reason) == ("new", "")


def test_a_protected_mission_sends_the_way_back_along(office, tmp_path):
    ana = laptop(tmp_path, "Ana")
    with start(ana, office.pack(), passphrase="orange tram") as mine:
        export_report(mine, tmp_path / "a.assessor")
    found = unpack_parcel((tmp_path / "a.assessor").read_bytes(), identities=office.keys)
    assert found.recovery


def test_the_roster_of_the_pack_keeps_strangers_waiting_in_the_field(office, tmp_path):
    ana, ben, eve = (laptop(tmp_path, name) for name in ("Ana", "Ben", "Eve"))
    office.trust(ana, ben)
    pack = office.pack()
    start(ana, pack).close()
    for each in (ben, eve):
        each.copy_from(ana)
    sent = {}
    for each, value in ((ben, "12"), (eve, "99")):
        with each.open() as theirs:
            theirs.answer(REPORTS, value)
            sent[each.name] = export_report(theirs, tmp_path / f"{each.name}.assessor", to=()).path
    with ana.open() as mine:
        receipts = receive_files(mine, sent.values())
        assert [each.status for each in receipts] == ["new", "quarantined"]
        assert "Eve" in receipts[1].reason
        mine.reload()
        [head] = mine.heads("answer", REPORTS)
        assert (head.body["value"], mine.trust().of(head.signer)) == ("12", VERIFIED)
        [taken] = trust_and_receive(mine.mission, eve.identity().public.hex(), "Eve")
        assert taken.status == "new" and mine.mission.quarantine() == ()


def test_without_a_roster_at_headquarters_there_is_none_in_the_field(office, tmp_path):
    with start(laptop(tmp_path, "Ana"), office.pack()) as mine:
        assert read_roster(mine.mission) == {}


def test_the_pack_settles_what_the_assessor_does_not(office, tmp_path):
    office.source = small_form(
        tmp_path,
        """
| survey   |                 |         |             |             |
|          | type            | name    | label::English (en) | label::French (fr) |
|          | text            | country | Country     | Pays        |
| settings |                 |         |             |             |
|          | default_language |        |             |             |
|          | English (en)    |         |             |             |
""",
    )
    pack = office.pack(country="XSV", language="French (fr)", title="San Verano 2026")
    with start(laptop(tmp_path, "Ana"), pack) as mine:
        assert mine.language == "French (fr)"
        assert mine.answer_at("/data/country").value == "XSV"
    with start(laptop(tmp_path, "Ben"), pack, country="XTA", language="English (en)") as his:
        assert his.language == "English (en)" and his.answer_at("/data/country").value == "XTA"


def test_the_mission_before_comes_along_and_is_not_sent_on(office, tmp_path):
    ana, ben = laptop(tmp_path, "Ana"), laptop(tmp_path, "Ben")
    with ana.create(office.source) as old:
        old.answer(REPORTS, "7", note="Counted by hand")
        report = export_report(old, tmp_path / "old.pdf").path
    before = previous_parcel(report, office.identity)
    assert (
        unpack_parcel(before.parcel).entries
        == unpack_parcel(previous_parcel(ana.mission, office.identity).parcel).entries
    )
    with start(ben, office.pack(previous=before)) as mine:
        found = previous_answers(mine.mission)
        assert found[REPORTS].value == "7" and found[REPORTS].note == "Counted by hand"
        assert found[REPORTS].entry.author == "Ana" and STAGE not in found
        assert mine.answer_at(REPORTS).is_blank
        sent = export_report(mine, tmp_path / "new.assessor", to=()).path
        assert mine.mission.check() == ()
    assert unpack_parcel(sent.read_bytes()).evidence == {}
    assert len(unpack_parcel(sent.read_bytes()).assessments) == 1


def test_a_sealed_report_of_before_is_opened_at_headquarters_only(office, tmp_path):
    ana = laptop(tmp_path, "Ana")
    with start(ana, office.pack()) as mine:
        mine.answer(REPORTS, "7")
        sealed = export_report(mine, tmp_path / "old.assessor").path
    assert previous_parcel(sealed, office.identity, identities=office.keys).protected
    with pytest.raises(ParcelError):
        previous_parcel(sealed, office.identity)


def test_an_expired_pack_begins_nothing(office, tmp_path):
    ana = laptop(tmp_path, "Ana")
    with pytest.raises(Refused, match="before"):
        start(ana, office.pack(expires_at=1_000_000_000_000))
    assert not ana.mission.exists()


def test_a_newer_pack_brings_a_revocation_and_an_older_one_does_not_take_it_back(office, tmp_path):
    ana, ben, eve = (laptop(tmp_path, name) for name in ("Ana", "Ben", "Eve"))
    office.trust(ana, ben)
    first = office.pack("first")
    bens = ben.identity().public.hex()
    with start(ana, first) as mine:
        trust_key(mine.mission, eve.identity().public.hex(), "Eve")
        revoke_key(office.registry, bens, 5)
        second = office.pack("second")
        renew_from_pack(mine.mission, second, mine.identity)
        assert mine.trust().of(bens) == REVOKED
        assert mine.trust().of(eve.identity().public.hex()) == VERIFIED
        for old in (first, second):
            with pytest.raises(Refused, match="newer"):
                renew_from_pack(mine.mission, old, mine.identity)
        assert mine.trust().of(bens) == REVOKED


def test_a_strangers_pack_changes_nothing(office, tmp_path):
    ana, eve = laptop(tmp_path, "Ana"), laptop(tmp_path, "Eve")
    office.trust(ana)
    with start(ana, office.pack()) as mine:
        office.identity = eve.identity()
        theirs = office.pack("theirs")
        with pytest.raises(Refused, match="not from the headquarters"):
            renew_from_pack(mine.mission, theirs, mine.identity)
        assert eve.identity().public.hex() not in read_roster(mine.mission)
    with (
        laptop(tmp_path, "Ben").create(office.source) as plain,
        pytest.raises(Refused, match="not from the headquarters"),
    ):
        renew_from_pack(plain.mission, theirs, plain.identity)


def test_no_pack_without_a_key_or_a_form_to_use(office, tmp_path):
    path = tmp_path / "x.pack"
    with pytest.raises(Refused, match="keys new"):
        write_pack(path, office.source, office.identity, [])
    with pytest.raises(Refused, match="mission pack ends"):
        write_pack(tmp_path / "x.zip", office.source, office.identity, [office.public])
    broken = replace(small_form(tmp_path), xform="<nothing/>")
    with pytest.raises(FormError):
        write_pack(path, broken, office.identity, [office.public])
    assert not path.exists()
