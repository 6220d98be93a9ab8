"""Texts of a form in one language: sections, questions and choices, without any answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from assessor.assessment.core.derive import path_of
from assessor.assessment.core.mission_start import local_now, new_id
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.instance import Instance
from assessor.form.live.node import Node
from assessor.form.model.definition import Choice, Form
from assessor.scoring.instrument import Instrument
from assessor.words import language_code


@dataclass(frozen=True, slots=True)
class QuestionText:
    """The texts of a question and its section; `legal` are the articles it is about.

    `kind` is the type of its value and `control` its control, as in XForms; `choices` are all that
    exist. `fixed` is whether their labels never depend on answers.
    """

    section: str
    question: str
    legal: str
    name: str = ""
    kind: str = ""
    control: str = ""
    indicator: str = ""
    choices: tuple[Choice, ...] = ()
    fixed: bool = True


@dataclass(frozen=True)
class FormTexts:
    """The texts of one form in one language.

    `form` is its identifier and version. `asked` is by path without ids of repeat instances,
    `named` by the name of a question outside repeats; `choices` are labels by value, by the name of
    the question, `labels` by its path. Rows that the form counts are not included.
    """

    form: str
    title: str
    instrument: Instrument | None
    asked: Mapping[str, QuestionText]
    named: Mapping[str, QuestionText]
    choices: Mapping[str, Mapping[str, str]]
    labels: Mapping[str, Mapping[str, str]]

    def label(self, name: str, value: str, otherwise: str) -> str:
        """Return the label of a choice; `otherwise` if the form offers it only to some."""
        return self.choices.get(name, {}).get(value, otherwise)

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The paths of all questions, in their order."""
        return tuple(self.asked)

    @cached_property
    def place(self) -> Mapping[str, int]:
        """The position of each path."""
        return {path: at for at, path in enumerate(self.paths)}

    def about(self, reference: str) -> QuestionText | None:
        """Return the texts of the question at a reference; None if the form has none there."""
        return self.asked.get(path_of(reference))


def set_language(instance: Instance, language: str) -> None:
    """Set the language of an instance (a code such as `fr`) if its form has it."""
    for offered in instance.form.languages:
        if language_code(offered) == language:
            instance.set_language(offered)


def form_texts(form: Form, instrument: Instrument | None, language: str) -> FormTexts:
    """Return the texts of a form in a language (a code such as `fr`) if it has it."""
    instance = Instance(form, now=local_now, new_id=new_id, opening=False)
    set_language(instance, language)
    _add_instances(instance)
    asked: dict[str, QuestionText] = {}
    named: dict[str, QuestionText] = {}
    choices: dict[str, Mapping[str, str]] = {}
    labels: dict[str, Mapping[str, str]] = {}
    by_choices: dict[tuple[Choice, ...], Mapping[str, str]] = {}
    for node in instance.questions():
        path, found = path_of(node.reference), _question_text(node)
        asked[path] = found
        if "[" not in node.reference:
            named.setdefault(node.name, found)
        if found.choices:
            if found.choices not in by_choices:
                by_choices[found.choices] = dict(found.choices)
            labels[path] = by_choices[found.choices]
            choices.setdefault(node.name, labels[path])
    title = instrument.titles[instance.language] if instrument else ""
    return FormTexts(
        f"{form.id} {form.version}", title or form.title, instrument, asked, named, choices, labels
    )


def _question_text(node: Node) -> QuestionText:
    return QuestionText(
        _group_label(node),
        plain_text(node.label),
        node.meta.get("legal", ""),
        node.name,
        node.type,
        node.control,
        node.meta.get("indicator", ""),
        tuple(Choice(choice.value, plain_text(choice.label)) for choice in node.all_choices),
        node.has_fixed_labels,
    )


def _add_instances(instance: Instance) -> None:
    waiting = [instance.root]
    while waiting:
        node = waiting.pop()
        if node.kind == "repeat" and not node.children and node.can_add:
            instance.add_repeat(node.reference, new_id())
        waiting += node.children


def _group_label(node: Node) -> str:
    above = node.parent
    while above is not None and not above.label:
        above = above.parent
    return plain_text(above.label) if above is not None else ""
