"""Entries of untrusted signers are marked wherever they are read."""

from __future__ import annotations

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.exchange.exchange_folder import receive_files
from assessor.assessment.report.report_export import export_report
from assessor.assessment.review.mission_check import check_assessment
from assessor.parcel.keys.contact_card import make_card, read_card
from assessor.parcel.keys.known_people import confirm_contact, forget_contact
from assessor.registry.trust.trust_roster import (
    REVOKED,
    UNKNOWN,
    UNVERIFIED,
    VERIFIED,
    revoke_key,
    trust_key,
)
from tests.support.assessment.laptops import laptop, small_form

REPORTS = "/data/police/reports"


@pytest.fixture
def two(tmp_path):
    """Ana's open mission, with an import from Ben's laptop; and Ben."""
    ana, ben = laptop(tmp_path, "Ana"), laptop(tmp_path, "Ben", hour=11)
    ana.create(small_form(tmp_path)).close()
    ben.copy_from(ana)
    with ben.open() as his:
        his.answer(REPORTS, "12")
        sent = export_report(his, tmp_path / "ben.assessor").path
    mine = ana.open()
    [receipt] = receive_files(mine, [sent])
    mine.reload()
    yield mine, ben.identity(), receipt
    mine.close()


def standing(mine: Assessment, reference: str = REPORTS) -> str:
    [entry] = mine.heads("answer", reference)
    return mine.trust().of(entry.signer)


def test_my_own_words_need_nobody_to_vouch_for_them(two):
    mine, _, _ = two
    mine.answer("/data/police/cases", "3")
    assert standing(mine, "/data/police/cases") == VERIFIED  # a draft
    mine.seal()
    assert standing(mine, "/data/police/cases") == VERIFIED


def test_a_stranger_is_taken_in_and_unverified_until_met(two):
    mine, ben, receipt = two
    assert (receipt.status, standing(mine)) == ("new", UNVERIFIED)
    assert mine.trust().doubtful(receipt.signers, str) == ("Ben (unverified)",)
    assert mine.mission.receipt_signers(receipt.id) == receipt.signers
    assert [(who.author, how) for who, how in check_assessment(mine).unverified] == [
        ("Ben", UNVERIFIED)
    ]
    assert any(
        "Ben" in line and "unverified" in line for line in check_assessment(mine).sentences()
    )
    confirm_contact(mine.identity.home, read_card(make_card(ben, "")), ben.words, 1)
    assert standing(mine) == VERIFIED and check_assessment(mine).unverified == ()
    forget_contact(mine.identity.home, ben.public.hex())
    assert standing(mine) == UNVERIFIED


def test_a_roster_speaks_before_what_one_person_knows(two):
    mine, ben, _ = two
    key = ben.public.hex()
    confirm_contact(mine.identity.home, read_card(make_card(ben, "")), ben.words, 1)
    trust_key(mine.mission, "ab" * 32, "Somebody else")
    assert standing(mine) == UNKNOWN
    trust_key(mine.mission, key, "Ben")
    assert standing(mine) == VERIFIED
    revoke_key(mine.mission, key, 5)
    assert standing(mine) == REVOKED
    assert mine.trust().named("Ben", key, str) == "Ben (key revoked)"


def test_the_report_marks_who_is_not_verified(two, tmp_path, monkeypatch):
    from assessor.report.output import pdf_report

    mine, ben, _ = two
    seen = []
    render = pdf_report.render_report

    def looked(projection, **more):
        seen.append(projection)
        return render(projection, **more)

    monkeypatch.setattr(pdf_report, "render_report", looked)
    export_report(mine, tmp_path / "before.pdf")
    confirm_contact(mine.identity.home, read_card(make_card(ben, "")), ben.words, 1)
    export_report(mine, tmp_path / "after.pdf")
    before, after = seen
    assert set(before.facts.assessors) == {"Ana", "Ben (unverified)"}
    assert {name for name, _ in before.parcel.signers} == {"Ana", "Ben (unverified)"}
    assert set(after.facts.assessors) == {"Ana", "Ben"}
