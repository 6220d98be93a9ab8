"""A receipt stores its reasons so that every reader reads them in their own language."""

from __future__ import annotations

from assessor import words
from assessor.errors import Reason
from assessor.parcel.pack.parcel_pack import pack_parcel
from assessor.registry.receive.receiver import receive_parcel
from assessor.store.model.receipt import read_reasons, write_reasons
from tests.support.store.laptops import ASSESSMENT, Laptop

NESTED = Reason(
    "The parcel was damaged or changed after it was made ({what}).",
    {"what": Reason("the signature of {author}", {"author": "Ana {Torres}"})},
)


def test_reasons_are_read_as_they_were_written() -> None:
    several = (NESTED, Reason("{count} entries wait.", {"count": 2}), Reason("Nothing."))
    assert read_reasons(write_reasons(several)) == several
    assert read_reasons(write_reasons(())) == read_reasons("") == ()


def test_a_finished_sentence_of_an_older_file_is_unchanged() -> None:
    [old] = read_reasons("2 entries wait: signed by Ben {8d14}.")
    assert words.say(old, "fr") == str(old) == "2 entries wait: signed by Ben {8d14}."


def test_a_stored_reason_is_translated_for_its_reader(tmp_path) -> None:
    ana, head = Laptop(tmp_path, "Ana"), Laptop(tmp_path, "Head", role="registry")
    ana.say("/d/q1", "3")
    parcel = pack_parcel(ana.mission, [ASSESSMENT], signer=ana.identity)
    receive_parcel(head.mission, parcel[:-1] + bytes([parcel[-1] ^ 1]), "bent.pdf")
    [kept] = head.mission.receipts()
    [reason] = kept.reasons
    assert kept.reason == "The parcel was damaged or changed after it was made (its digest)."
    said = {words.say(reason, language) for language in ("en", "fr", "es", "ar")}
    assert len(said) == 4 and not any("digest" in one for one in said - {kept.reason})


def test_an_undo_preview_changes_nothing(tmp_path) -> None:
    ana, head = Laptop(tmp_path, "Ana"), Laptop(tmp_path, "Head", role="registry")
    ana.say("/d/q1", "3")
    receipt = receive_parcel(
        head.mission, pack_parcel(ana.mission, [ASSESSMENT], signer=ana.identity), "a"
    )
    assert head.mission.undo(receipt.id, preview=True).entries == 1
    assert head.mission.receipts()[0].status == "new"
    assert len(head.mission.entries(ASSESSMENT)) == 1 and head.mission.check() == ()
    assert head.mission.undo(receipt.id).entries == 1
    assert head.mission.entries(ASSESSMENT) == ()
