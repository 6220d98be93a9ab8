"""The forms of received files: what a receipt says about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from assessor.errors import AssessorError, Reason
from assessor.form.parse.form_name import FormName, read_form_name
from assessor.form.parse.form_source import FormSource
from assessor.store.model.receipt import ReceivedForm
from assessor.store.write.mission import Mission


def name_forms(
    mission: Mission, forms: Iterable[ReceivedForm], received: Mapping[str, bytes]
) -> tuple[ReceivedForm, ...]:
    """Return forms with title and version, from the forms `received` (by digest) or stored."""
    return tuple(_name_form(mission, form, received.get(form.digest)) for form in forms)


def stored_forms(mission: Mission, receipt_id: str) -> tuple[ReceivedForm, ...]:
    """Return the forms of a stored receipt, with title and version."""
    return name_forms(mission, mission.receipt_forms(receipt_id), {})


def describe_form(form: ReceivedForm) -> Reason:
    """Return the sentence about a form in a receipt."""
    details = {
        "title": form.title or "–",
        "version": form.version or "–",
        "digest": form.digest[:12],
    }
    if form.new:
        return Reason("Form {title}, version {version} ({digest}): new here.", details)
    return Reason("Form {title}, version {version} ({digest}): known here.", details)


def _name_form(mission: Mission, form: ReceivedForm, packed: bytes | None) -> ReceivedForm:
    try:
        name = _read_name(mission.form(form.digest) if packed is None else packed)
    except AssessorError:  # missing, altered, or no form at all: its digest is what is known
        return form
    return replace(form, title=name.title, version=name.version)


@lru_cache(maxsize=4)
def _read_name(packed: bytes) -> FormName:
    return read_form_name(FormSource.unpack(packed))
