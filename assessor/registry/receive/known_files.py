"""Files that were received before: what is said of them, and what they may still bring."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assessor.errors import ParcelError
from assessor.parcel.pack.parcel_pack import ParcelContents, parcel_sender
from assessor.parcel.pdf.page_words import PAGE_REMARKS, remark_on_pages
from assessor.parcel.pdf.parcel_extraction import ExtractedParcel
from assessor.registry.receive.copy_detection import mark_copy
from assessor.registry.receive.form_naming import stored_forms
from assessor.store.model.receipt import KNOWN, KnownFile, ParcelOrigin, Receipt
from assessor.store.write.mission import Mission


def known_file_of(carried: ExtractedParcel | None, name: str, sender: str) -> KnownFile:
    """Return a file as it is recognised later, with what there is to say of its pages."""
    if carried is None:
        return KnownFile("")
    pages = carried.pages(sender)
    remarks = remark_on_pages(pages, name, sender)
    return KnownFile(carried.digest, pages.standing if pages else "", remarks)


def known_receipt(mission: Mission, earlier: Receipt, file: str, known_file: KnownFile) -> Receipt:
    """Return the receipt of bytes received before; only the pages around them may differ."""
    remarks = (reason for reason in earlier.reasons if reason.message not in PAGE_REMARKS)
    forms = tuple(replace(form, new=False) for form in stored_forms(mission, earlier.id))
    receipt = replace(
        earlier, forms=forms, file=file, status=KNOWN, new=0, known=earlier.new + earlier.known,
        conflicts=mission.conflict_count(earlier.assessments), pages=known_file.pages,
        reasons=(*remarks, *known_file.reasons),
    )  # fmt: skip
    return mark_copy(mission, receipt, earlier)


def received_before(
    mission: Mission, fingerprint: str, read: Callable[[], ParcelContents | ParcelOrigin]
) -> Receipt | None:
    """Return the receipt of what was received before, unless it has evidence or a form that is
    missing or damaged here now."""
    earlier = mission.find_receipt(fingerprint)
    if earlier is None:
        return None
    files = mission.missing_files(earlier.assessments)
    forms = set(mission.unusable_forms(earlier.assessments).values())
    if not files and not forms:
        return earlier
    try:
        contents = read()
        brings = not (
            files.keys().isdisjoint(contents.evidence) and forms.isdisjoint(contents.forms)
        )
        return None if brings else earlier
    except ParcelError:
        return earlier  # sealed to somebody else


def known_parcel(
    mission: Mission,
    earlier: Receipt,
    file: str,
    carried: ExtractedParcel | None,
    identities: Sequence[str],
) -> Receipt:
    """Return the receipt of a parcel received before, whose pages are checked anew."""
    return known_receipt(mission, earlier, file, _look_again(mission, earlier, carried, identities))


def _look_again(
    mission: Mission, earlier: Receipt, carried: ExtractedParcel | None, identities: Sequence[str]
) -> KnownFile:
    if carried is None or carried.page_digests is None:
        return KnownFile("")
    try:
        sender = parcel_sender(carried.parcel, identities=identities)
    except ParcelError:
        return KnownFile("")  # sealed to somebody else
    signers = mission.receipt_signers(earlier.id)
    names = dict.fromkeys(each.author for each in signers if each.signer == sender)
    return replace(known_file_of(carried, ", ".join(names), sender), digest="")
