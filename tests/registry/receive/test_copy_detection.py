"""A receipt says whether pages were altered, and which copy a file is."""

from __future__ import annotations

import re
import sys
from io import BytesIO
from itertools import permutations

import pikepdf
import pytest

from assessor.parcel.child import parser_pool
from assessor.parcel.child.child_protocol import SEAL_FILE
from assessor.parcel.pdf.report_pdf import ATTACHMENT
from assessor.registry.receive.copy_detection import FileOutcome, file_outcome, mark_copies
from assessor.registry.receive.receiver import receive, receive_parcel
from assessor.registry.trust.trust_roster import trust_key
from assessor.store.model.receipt import PREVIEW, Receipt
from tests.support.parcel.sample_pdf import pages
from tests.support.registry.registry_laptops import key, parcel, report
from tests.support.store.laptops import FORM, PACKED_FORM

_MORE = "everything in it is there, and more."


def changed(data: bytes, change) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def letter(pdf):
    """Print another stage on the second page."""
    contents = pdf.pages[1].Contents
    drawn = contents.read_bytes()
    [shown] = re.findall(rb"\((.*?)\) Tj", drawn)[:1]
    contents.write(drawn.replace(shown, bytes([shown[0] ^ 1]) + shown[1:], 1))


def unsealed(pdf):
    del pdf.attachments[SEAL_FILE]


def shortened(pdf):
    del pdf.pages[1]


def stripped(pdf):
    del pdf.attachments[ATTACHMENT]
    del pdf.attachments[SEAL_FILE]


def came(registry, tmp_path, name, data, **how):
    (tmp_path / name).write_bytes(data)
    return receive(registry, [tmp_path / name], **how)[0]


@pytest.mark.parametrize(
    ("change", "state", "why"),
    [
        (letter, "altered", "altered after they were signed. Believe the answers, not the pages "
         "(page 2)."),
        (shortened, "altered", "taken out. Believe the answers, not the pages."),
        (unsealed, "not sealed", "no seal"),
    ],
)  # fmt: skip
def test_altered_pages_are_reported_and_the_answers_come_in(
    registry, ana, tmp_path, change, state, why
):
    whole = report(ana)
    bent = changed(whole, change)
    assert why in came(registry, tmp_path, "bent.pdf", bent, preview=True).reason
    receipt = came(registry, tmp_path, "bent.pdf", bent)
    assert (receipt.status, receipt.new, receipt.pages) == ("new", 1, state)
    assert why in receipt.reason and why in registry.receipts()[0].reason
    again = came(registry, tmp_path, "whole.pdf", whole)
    assert (again.status, again.pages) == ("known", "as signed")
    assert again.reason == "It came before as bent.pdf."
    once_more = came(registry, tmp_path, "bent.pdf", bent)
    assert (once_more.status, once_more.pages) == ("known", state) and why in once_more.reason


def test_pages_of_waiting_reports_are_checked_too(registry, ana, ben, tmp_path):
    trust_key(registry, key(ana), "Ana")
    receipt = came(registry, tmp_path, "b.pdf", changed(report(ben), letter))
    assert (receipt.status, receipt.pages) == ("quarantined", "altered")
    assert "altered" in receipt.reason and "not on the roster" in receipt.reason


def test_a_stripped_report_names_the_file_its_answers_came_in(registry, ana, tmp_path):
    whole = report(ana)
    bare = changed(whole, stripped)
    [receipt] = [came(registry, tmp_path, "bare.pdf", bare)]
    assert receipt.status == "refused" and "ask the sender for the original PDF" in receipt.reason
    (tmp_path / "sent").mkdir()
    (tmp_path / "sent" / "a.pdf").write_bytes(bare)
    (tmp_path / "sent" / "whole.pdf").write_bytes(whole)
    for preview in (True, False):
        first, second = receive(registry, [tmp_path / "sent"], preview=preview)
        assert (first.status, second.new) == ("refused", 1)
        assert first.reason.endswith("its answers came in whole.pdf, signed by Ana.")
    later = came(registry, tmp_path, "bare.pdf", bare)
    assert "came in whole.pdf, signed by Ana" in later.reason
    registry.undo(registry.receipts()[0].id)
    again = came(registry, tmp_path, "bare.pdf", bare)
    assert "came in whole.pdf and was not taken in" in again.reason


def test_a_printed_report_is_recognised_by_its_printed_fingerprint(registry, ana, tmp_path):
    whole = parcel(ana)
    mark = receive_parcel(registry, whole, "a.pdf").fingerprint
    printed = pages(1, text=" ".join(mark[at : at + 4] for at in range(0, 16, 4)))
    receipt = came(registry, tmp_path, "printed.pdf", printed)
    assert "came in a.pdf, signed by Ana" in receipt.reason


def test_a_repeated_file_is_not_parsed_again(registry, ana, tmp_path, monkeypatch):
    ana.mission.put_form(FORM, PACKED_FORM)  # a file is read again for a form that is not here
    bent = changed(report(ana), letter)
    first = came(registry, tmp_path, "a.pdf", bent)
    parser_pool.stop_parsers()
    monkeypatch.setattr(parser_pool, "COMMAND", [sys.executable, "-c", "no child starts"])
    for preview in (True, False):
        again = came(registry, tmp_path, "a.pdf", bent, preview=preview)
        assert (again.status, again.known, again.pages) == ("known", 1, "altered")
        assert again.reason == first.reason
    monkeypatch.undo()
    registry.undo(first.id)
    back = came(registry, tmp_path, "a.pdf", bent)
    assert (back.status, back.new, back.pages) == ("new", 1, "altered")


@pytest.mark.parametrize("order", list(permutations(("older", "newer", "alike"))))
def test_an_older_copy_is_recognised_in_any_order(registry, ana, tmp_path, order):
    made = {"older": report(ana)}
    ana.say("/d/q1", "3")
    made |= {"newer": report(ana), "alike": report(ana, text="again")}
    files = [tmp_path / f"{name}.pdf" for name in order]
    for path, name in zip(files, order, strict=True):
        path.write_bytes(made[name])
    for preview in (True, False):
        found = {one.file: one for one in receive(registry, files, preview=preview)}
        first, second = sorted(("newer", "alike"), key=order.index)
        assert found["older.pdf"].reason.startswith(f"An older copy of {first}.pdf")
        assert file_outcome(found["older.pdf"]) is FileOutcome.COPY
        assert (
            found[f"{first}.pdf"].reason == ""
            and file_outcome(found[f"{first}.pdf"]) is FileOutcome.FRESH
        )
        assert found[f"{second}.pdf"].reason.startswith(f"Another copy of {first}.pdf")
        assert sum(one.new for one in found.values()) == 2


def test_a_repeated_file_has_the_same_preview_and_receipt(registry, ana, tmp_path):
    whole = report(ana)
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        (tmp_path / name).write_bytes(whole)
    files = [tmp_path / "a.pdf", tmp_path / "b.pdf"]
    for preview in (True, False):
        first, second = receive(registry, files, preview=preview)
        assert (first.reason, file_outcome(first)) == ("", FileOutcome.FRESH)
        assert (second.reason, file_outcome(second)) == ("The same as a.pdf.", FileOutcome.COPY)
    for preview in (True, False):
        first, second = receive(registry, [tmp_path / "c.pdf", files[1]], preview=preview)
        assert (first.reason, file_outcome(first)) == (
            "It came before as a.pdf.",
            FileOutcome.KNOWN,
        )
        assert (second.reason, file_outcome(second)) == ("The same as c.pdf.", FileOutcome.COPY)


def test_a_copy_of_which_more_is_withheld_holds_less():
    def receipt(name, **holds):
        return Receipt("", f"{name}.pdf", name, PREVIEW, new=1, known=1, contents=holds)

    whole, part = receipt("whole", a="", b=""), receipt("part", a="1", b="", c="")
    assert [one.reason for one in mark_copies([whole, part])] == ["", ""]
    less = receipt("less", a="1", b="")
    told = [one.reason for one in mark_copies([less, whole, part])]
    assert told == [f"An older copy of part.pdf: {_MORE}", "", ""]
    assert [file_outcome(one) for one in mark_copies([whole, less])] == [
        FileOutcome.FRESH,
        FileOutcome.COPY,
    ]
    assert mark_copies([receipt("none")]) == (receipt("none"),)


def test_older_and_other_copies_differ_from_new_files(registry, ana, tmp_path):
    older, alike = report(ana), report(ana, text="again")
    ana.say("/d/q1", "3")
    newer = report(ana)
    assert came(registry, tmp_path, "newer.pdf", newer).new == 2
    assert "older copy" in came(registry, tmp_path, "older.pdf", older, preview=True).reason
    receipt = came(registry, tmp_path, "older.pdf", older)
    assert receipt.status == "known" and "older copy" in receipt.reason
    same = came(registry, tmp_path, "newer.pdf", newer)
    assert (same.status, same.reason) == ("known", "")
    assert "came before as newer.pdf" in came(registry, tmp_path, "renamed.pdf", newer).reason
    assert "older copy" in came(registry, tmp_path, "alike.pdf", alike).reason
    another = came(registry, tmp_path, "another.pdf", report(ana, text="later"))
    assert another.reason == "It is another copy of what is here already."
