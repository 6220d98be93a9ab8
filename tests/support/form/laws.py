"""Laws of recalculation that several tests check."""

from __future__ import annotations

import itertools

from hypothesis import HealthCheck, Phase, assume, settings

from assessor.errors import FormError
from assessor.form.live import submission
from assessor.form.live.changes import Changes
from assessor.form.live.instance import Instance
from tests.support.form.form_filling import form, recompute, start, state
from tests.support.form.random_forms import LANGUAGES

QUICK = settings(
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.data_too_large,
    ],
)


def loaded(xform: str):
    """Parse the form, or discard the example: random expressions can form a cycle."""
    try:
        return form.__wrapped__(xform)
    except FormError as error:
        assume("in a circle" not in str(error))
        raise


def edit(instance: Instance, step: tuple[str, int, str], ids: itertools.count) -> Changes:
    """Make one random edit and return its changes; skip an impossible one."""
    kind, number, value = step
    questions = [node for node in instance.questions() if node.control != "calculate"]
    repeats = [node for node in every(instance.root) if node.kind == "repeat" and node.can_add]
    if kind == "set" and questions:
        return instance.set(questions[number % len(questions)].reference, value)
    if kind == "add" and repeats:
        return instance.add_repeat(repeats[number % len(repeats)].reference, f"n{next(ids):05d}")
    instances = [each for repeat in repeats for each in repeat.children]
    if kind == "remove" and instances:
        return instance.remove_repeat(instances[number % len(instances)].reference)
    if kind == "language":
        return instance.set_language(LANGUAGES[number % 2])
    return Changes()


def every(node):
    yield node
    for child in node.children:
        yield from every(child)


def propagation_gives_what_a_whole_recomputation_gives(xform, steps) -> None:
    instance, ids = start(loaded(xform)), itertools.count()
    for step in steps:
        edit(instance, step, ids)
        before = state(instance)
        changes = recompute(instance)
        assert state(instance) == before, f"after {step}: {changes}"


def what_is_saved_and_opened_again_is_the_same(xform, steps) -> None:
    parsed = loaded(xform)
    instance, ids = start(parsed), itertools.count()
    for step in steps:
        edit(instance, step, ids)
    again = start(
        parsed,
        answers=instance.answers(),
        repeats=instance.repeats(),
        language=instance.language,
    )
    assert again.repeats() == instance.repeats()
    assert state(again) == state(instance)
    for row in instance.repeats():
        inside = {key: said for key, said in instance.answers().items() if key.startswith(row)}
        assert instance.answers(within=row) == inside
    assert all(instance.stored_value(key) == said for key, said in instance.answers().items())


def a_submission_says_what_the_instance_says(xform, steps) -> None:
    parsed = loaded(xform)
    instance, ids = start(parsed), itertools.count()
    for step in steps:
        edit(instance, step, ids)
    if not all(node.relevant for node in every(instance.root)):
        return  # values that are not relevant are not submitted
    written = submission.write_submission(instance)
    saved = submission.read_submission(parsed, written, lambda: f"s{next(ids):05d}")
    again = start(parsed, answers=saved.answers, repeats=saved.repeats)
    rewritten = submission.write_submission(again).decode()
    assert rewritten.replace(again.instance_id, instance.instance_id) == written.decode()


def changes_name_every_value_that_changed(xform, steps) -> None:
    instance, ids = start(loaded(xform)), itertools.count()
    for kind, number, value in steps:
        questions = [node for node in instance.questions() if node.control != "calculate"]
        if kind != "set" or not questions:
            edit(instance, (kind, number, value), ids)
            continue
        before = state(instance)
        changes = instance.set(questions[number % len(questions)].reference, value)
        after = state(instance)
        for reference in before.keys() & after.keys():
            words = changes.get(reference, frozenset())
            for place, word in ((0, "value"), (1, "relevant")):
                differs = before[reference][place] != after[reference][place]
                # An action may change a value and restore it in one edit.
                assert differs == (word in words) or ("<setvalue" in xform and not differs)
            for place, word in ((5, "label"), (6, "choices")):
                if before[reference][place] != after[reference][place]:
                    assert word in words, f"{reference}: {word}"


LAWS = (
    propagation_gives_what_a_whole_recomputation_gives,
    what_is_saved_and_opened_again_is_the_same,
    a_submission_says_what_the_instance_says,
    changes_name_every_value_that_changed,
)
