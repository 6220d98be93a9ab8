"""A new mission: its file, its form, and what is known before the first question."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from assessor.assessment.base.form_languages import language_of
from assessor.assessment.core import derive
from assessor.assessment.core.accepted_forms import accept_form
from assessor.assessment.core.answer import Answer
from assessor.errors import Refused
from assessor.form.live.instance import Instance
from assessor.form.parse.form_source import FormSource
from assessor.parcel.keys.identity import Identity
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission

Clock = Callable[[], datetime]
"""Tells the time on this laptop, with its offset."""


def local_now() -> datetime:
    """The time on this laptop, with its offset."""
    return datetime.now().astimezone()


def milliseconds(moment: datetime) -> int:
    """A moment as milliseconds since 1970-01-01 UTC."""
    return int(moment.timestamp() * 1000)


def properties_of(identity: Identity) -> dict[str, str]:
    """What forms may ask of the device: the person's name, and the laptop by its public key.

    A laptop has no telephone number, SIM card or account of its own: those stay blank.
    """
    device = identity.fingerprint.replace(" ", "")
    return {"username": identity.name, "deviceid": f"assessor:{device}"}


def new_id() -> str:
    """A random id for a repeat instance or a subject of its own: 12 hexadecimal digits."""
    return secrets.token_hex(6)


def do_nothing_first(_: Mission) -> None:
    """Nothing but the form and the assessment has to be in the file."""


def start_mission(
    path: Path,
    source: FormSource,
    *,
    identity: Identity,
    country: str = "",
    language: str = "",
    passphrase: str | None = None,
    anyway: bool = False,
    now: Clock = local_now,
    last_saved: str = "",
    first: Callable[[Mission], None] = do_nothing_first,
) -> tuple[Mission, str]:
    """Make a mission file with one assessment; the open mission and the assessment's uuid.

    `last_saved` is the XML of the submission saved before this one. `first` is done before
    anything is said in the file: what has to hold from its first answer on.

    Raises as Assessment.create does. Nothing is made when the form or the country is refused.
    """
    form = accept_form(source, anyway=anyway)
    fresh = Instance(
        form,
        now=now,
        new_id=new_id,
        language=language_of(form, language),
        properties=properties_of(identity),
        last_saved=last_saved,
    )
    said = country_answers(fresh, source, country) if country else {}
    at = milliseconds(now())
    own = (key for key in derive.existing_instances(fresh) if not derive.is_counted(form, key))
    drafts = [Draft("repeat", key, {"added": at}, (), at) for key in sorted(own)]
    for key, value in fresh.initial_values.items():
        if key not in said:
            drafts.append(Draft("answer", key, Answer(value=value, auto=True).body(), (), at))
    for key, value in said.items():
        drafts.append(Draft("answer", key, Answer(value=value).body(), (), at))
    uuid = secrets.token_hex(16)
    mission = Mission.create(path, passphrase=passphrase)
    first(mission)
    mission.put_form(source.digest, source.pack())
    mission.add_assessment(uuid, source.digest)
    mission.write(uuid, drafts, identity.name)
    mission.set_setting("language", fresh.language)
    return mission, uuid


def country_answers(fresh: Instance, source: FormSource, country: str) -> dict[str, str]:
    """What choosing a country answers: the question country, and region when they are tied.

    Both are found by the names the instruments of this house use (docs/forms.md).
    """
    questions = {node.name: node.reference for node in fresh.questions()}
    if "country" not in questions:
        raise Refused("This form has no question named country, so no country can be given.")
    rows = [
        row
        for row in source.sheets.get("choices", ())
        if row.get("list_name", row.get("list name")) == _list_of(source, "country")
    ]
    found = [row for row in rows if row.get("name") == country]
    if rows and not found:
        raise Refused(
            "The form does not know the country {country}: give its code as the form has it, "
            "three letters.",
            country=country,
        )
    said = {questions["country"]: country}
    if found and found[0].get("region") and "region" in questions:
        said = {questions["region"]: found[0]["region"]} | said
    return said


def _list_of(source: FormSource, question: str) -> str:
    for row in source.sheets.get("survey", ()):
        if row.get("name") == question:
            return row.get("type", "").split()[-1]
    return ""
