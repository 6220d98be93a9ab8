"""Receipts of imports, as plain values and as a table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assessor.assessment.core.signer_trust import Trust
from assessor.cli.base import console
from assessor.store.model.receipt import Receipt


def receipt_facts(receipt: Receipt, trust: Trust) -> dict[str, Any]:
    """A receipt as plain values."""
    return {
        **console.attributes(receipt, "id file fingerprint status new known conflicts reason"),
        "at": console.format_moment(receipt.at),
        "assessments": list(receipt.assessments),
        "files": receipt.files,
        "pages": receipt.pages or None,
        "missing": list(receipt.missing),
        "signers": [
            {"key": each.signer, "name": each.author, "standing": trust.of(each.signer)}
            for each in receipt.signers
        ],
    }


def _beside(receipt: Receipt, trust: Trust | None) -> str:
    """What is said of a file beside its numbers: the reasons, and by `trust` who is in doubt."""
    doubtful = ", ".join(trust.doubtful(receipt.signers, str)) if trust else ""
    return " ".join(filter(None, (*map(console.sentence_of, receipt.reasons), doubtful)))


def print_receipts(receipts: tuple[Receipt, ...], trust: Trust | None = None) -> None:
    """Receipts as a table, refused ones with their reason; by `trust`, who is not verified."""
    head = ("receipt", "file", "status", "new", "known", "conflicts", "")
    console.print_table(
        (
            (
                each.id,
                Path(each.file).name,
                each.status,
                each.new,
                each.known,
                each.conflicts,
                _beside(each, trust),
            )
            for each in receipts
        ),
        head if receipts else (),
    )
    for each in receipts:
        if each.missing:
            names = ", ".join(each.missing)
            console.print_line(
                f"{Path(each.file).name} lacks {names}: receive its sidecar (.files.assessor)"
            )
