"""Creation of a mission: its file, its form and its first answers."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from assessor.assessment.base.form_languages import language_of
from assessor.assessment.core import derive
from assessor.assessment.core.accepted_forms import accept_form
from assessor.assessment.core.answer import Answer
from assessor.errors import Refused
from assessor.form.live.instance import Instance
from assessor.form.model.definition import Form
from assessor.form.parse.form_source import FormSource
from assessor.parcel.keys.identity import Identity
from assessor.store.model.authority import FOUNDER_KIND, assessment_id
from assessor.store.model.changeset_core import DAY
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission

Clock = Callable[[], datetime]
"""Returns the local time with its offset."""


def local_now() -> datetime:
    """Return the local time with its offset."""
    return datetime.now().astimezone()


def milliseconds(moment: datetime) -> int:
    """Return a moment as milliseconds since 1970-01-01 UTC. Raises Refused for one before, which
    no changeset can carry."""
    if moment.timestamp() < 0:
        raise Refused(
            "The clock of this computer says {day}: set its date and time, then try again.",
            day=f"{moment:%Y-%m-%d}",
        )
    return int(moment.timestamp() * 1000)


def properties_of(identity: Identity) -> dict[str, str]:
    """Return what forms may ask of the device: the person's name and the laptop's public key."""
    device = identity.fingerprint.replace(" ", "")
    return {"username": identity.name, "deviceid": f"assessor:{device}"}


def new_id() -> str:
    """Return a random id for a repeat instance or subject: 12 hexadecimal digits."""
    return secrets.token_hex(6)


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
    first: Callable[[Mission], None] = lambda _mission: None,
) -> tuple[Mission, str]:
    """Create a mission file with one assessment; return the open mission and the uuid.

    `last_saved` is the XML of the previous submission. `first` is called before the first answer is
    written. Raises as Assessment.create does; nothing is created if the form or the country is
    refused.
    """
    form = accept_form(source, anyway=anyway)
    instance = Instance(
        form,
        now=now,
        new_id=new_id,
        language=language_of(form, language),
        properties=properties_of(identity),
        last_saved=last_saved,
    )
    answers = country_answers(instance, source, country) if country else {}
    nonce, at = secrets.token_hex(16), milliseconds(now())
    uuid = assessment_id(identity.public.hex(), nonce)
    founder = Draft(FOUNDER_KIND, nonce, {}, (), at)
    drafts = [founder, *_first_drafts(form, instance, answers, at)]
    mission = Mission.create(path, passphrase=passphrase)
    first(mission)
    mission.put_form(source.digest, source.pack())
    mission.add_assessment(uuid, source.digest)
    mission.write(uuid, drafts, identity.name)
    mission.set_setting("language", instance.language)
    return mission, uuid


def _first_drafts(
    form: Form, instance: Instance, answers: Mapping[str, str], at: int
) -> list[Draft]:
    own = (key for key in derive.existing_instances(instance) if not derive.is_counted(form, key))
    day = at - at % DAY
    drafts = [Draft("repeat", key, {"added": day}, (), at) for key in sorted(own)]
    for key, value in instance.initial_values.items():
        if key not in answers:
            drafts.append(Draft("answer", key, Answer(value=value, auto=True).body(), (), at))
    for key, value in answers.items():
        drafts.append(Draft("answer", key, Answer(value=value).body(), (), at))
    return drafts


def country_answers(instance: Instance, source: FormSource, country: str) -> dict[str, str]:
    """Return the answers that follow from a country (docs/forms.md): country, tied region."""
    questions = {node.name: node.reference for node in instance.questions()}
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
    answers = {questions["country"]: country}
    if found and found[0].get("region") and "region" in questions:
        answers = {questions["region"]: found[0]["region"]} | answers
    return answers


def _list_of(source: FormSource, question: str) -> str:
    for row in source.sheets.get("survey", ()):
        if row.get("name") == question:
            return row.get("type", "").split()[-1]
    return ""
