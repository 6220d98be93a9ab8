"""Receipts of imports, as plain values and as a table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from assessor.assessment.core.signer_trust import Trust
from assessor.cli.base import console
from assessor.registry.receive.form_naming import describe_form
from assessor.store.model.receipt import Receipt


def exit_code(receipts: tuple[Receipt, ...]) -> int:
    """1 if a file was refused or waits for trust, else 0."""
    return int(any(each.status in ("refused", "quarantined") for each in receipts))


def all_facts(receipts: tuple[Receipt, ...], trust: Trust) -> list[dict[str, Any]]:
    """Receipts as plain values."""
    return [_facts(each, trust) for each in receipts]


def _facts(receipt: Receipt, trust: Trust) -> dict[str, Any]:
    return {
        **console.attributes(receipt, "id file fingerprint status new known conflicts reason"),
        "at": console.format_moment(receipt.at),
        **console.attributes(receipt, "assessments files"),
        "pages": receipt.pages or None,
        "missing": receipt.missing,
        "forms": [console.attributes(form, "digest title version new") for form in receipt.forms],
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
    rows = [
        (r.id, Path(r.file).name, r.status, r.new, r.known, r.conflicts, _beside(r, trust))
        for r in receipts
    ]
    console.print_table(rows, head if receipts else ())
    forms = [form for receipt in receipts for form in receipt.forms]
    new = {form.digest for form in forms if form.new}
    named = {form.digest: replace(form, new=form.digest in new) for form in forms}
    console.print_lines(console.sentence_of(describe_form(form)) for form in named.values())
    console.print_lines(
        f"{Path(r.file).name} lacks {', '.join(r.missing)}: receive its sidecar (.files.assessor)"
        for r in receipts
        if r.missing
    )
