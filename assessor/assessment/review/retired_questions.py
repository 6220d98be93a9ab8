"""Answers of questions that this version of the form does not have, with their former labels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assessor.assessment.assessment import Assessment
from assessor.assessment.core import derive
from assessor.assessment.core.accepted_forms import load_accepted_form
from assessor.assessment.core.form_versions import FORM, KEY, RenamedPaths, renamed_paths
from assessor.assessment.review.score_trace import value_in_words as in_words
from assessor.errors import FormError
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.instance import Instance
from assessor.form.parse.form_source import FormSource
from assessor.scoring.instrument import Instrument


@dataclass(frozen=True, slots=True)
class RetiredAnswer:
    """An answer that is kept: its `value`, and the former texts.

    `label` is the question and `said` the answer in the texts of the form of `version`; if no form
    in this file knows the question, they are "" and the value.
    """

    reference: str
    value: str
    label: str = ""
    said: str = ""
    version: str = ""

    @property
    def asked(self) -> str:
        """The label of the question, or its reference if nothing else is known."""
        return self.label or self.reference


def retired_answers(assessment: Assessment, language: str = "") -> tuple[RetiredAnswer, ...]:
    """Return every answer that the form does not have, by reference.

    Texts are in `language` if the former form has it, else in the present one, else in its default.
    """
    wanted_language = language or assessment.language
    left = dict(sorted(assessment.instance.unknown_values.items()))
    found: dict[str, RetiredAnswer] = {}
    for form, _ in _earlier_forms(assessment, language) if left else ():
        for reference in [each for each in left if derive.has_node(form, each)]:
            value = left.pop(reference)
            node = form.node(reference)
            label = " ".join(plain_text(node.label).split())
            version = form.form.version
            found[reference] = RetiredAnswer(
                reference, value, label, in_words(node, value, wanted_language), version
            )
        if not left:
            break
    found |= {key: RetiredAnswer(key, value, said=value) for key, value in left.items()}
    return tuple(found[key] for key in sorted(found))


def earlier_stages(assessment: Assessment) -> dict[str, RetiredAnswer]:
    """Return the stages that were picked before their indicators had criteria.

    Keys are references of the questions that ask the criteria; `said` is the stage with its level
    of evidence. They count nowhere, for no criterion was asked.
    """
    if assessment.instrument is None or not assessment.instance.unknown_values:
        return {}
    asked = {each.name: each.reference for each in assessment.instance.questions()}
    now = {
        each.code: asked[each.question]
        for each in assessment.instrument.indicators
        if each.criteria and each.question in asked
    }
    left = {each.reference: each for each in retired_answers(assessment)} if now else {}
    found: dict[str, RetiredAnswer] = {}
    for _, earlier in _earlier_forms(assessment, "") if left else ():
        for reference, answer in left.items():
            indicator = earlier and earlier.indicator_of.get(reference.rpartition("/")[2])
            if earlier and indicator and indicator.code in now:
                level = earlier.evidence.get(_evidence_of(assessment, reference))
                title = f" ({level.titles[assessment.language]})" if level else ""
                stage = replace(answer, said=f"{answer.said}{title}")
                found.setdefault(now[indicator.code], stage)
    return found


def _evidence_of(assessment: Assessment, reference: str) -> str:
    heads = assessment.heads_by_subject.get(("answer", reference), ())
    return str((heads[0].body or {}).get("evidence", "")) if heads else ""


def _earlier_forms(
    assessment: Assessment, language: str
) -> Iterator[tuple[Instance, Instrument | None]]:
    mission, uuid = assessment.mission, assessment.uuid
    form_entries = sorted(
        mission.entries(uuid, FORM, KEY), key=lambda entry: (entry.at, entry.name)
    )
    digests = [str((entry.body or {}).get("digest", "")) for entry in reversed(form_entries)]
    rows = [row.form for row in mission.assessments() if row.uuid == uuid]
    here = set(mission.forms()) - {assessment.source.digest}
    heads = mission.joint_heads(uuid)
    for digest in dict.fromkeys([*digests, *rows, *sorted(here)]):
        if digest not in here:
            continue
        try:
            form, instrument = load_accepted_form(FormSource.unpack(mission.form(digest)))
        except FormError:
            continue  # an unusable form: another may know the question
        if form.id != assessment.form.id:
            continue
        languages = (language, assessment.language)
        known = next((each for each in languages if each in form.languages), None)
        folded = RenamedPaths(renamed_paths(mission, heads), form).fold(heads)
        yield assessment.live_instance(form, known, folded), instrument
