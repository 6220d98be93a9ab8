"""Random valid answers: what a person might say to every question a form asks."""

from __future__ import annotations

from random import Random

from assessor.assessment.core.completeness import asked_questions
from assessor.form.live.instance import Instance
from assessor.form.live.node import Node

TRIES = 12
"""How often another answer is tried where a constraint refuses one."""


def answer_all(instance: Instance, random: Random) -> None:
    """Answer every relevant question, some left blank; repeats get up to two instances more.

    Where no answer satisfies its constraint the question stays blank.
    """
    for _ in range(2):  # answers make others relevant
        for repeat in _repeats(instance.root):
            if repeat.can_add and random.random() < 0.7:
                instance.add_repeat(repeat.reference)
        for node in list(asked_questions(instance.root)):
            if node.relevant and not node.readonly and not node.value:
                _answer(instance, node, random)


def _repeats(node: Node) -> list[Node]:
    found = [node] if node.kind == "repeat" else []
    for child in node.children:
        found += _repeats(child)
    return found


def _answer(instance: Instance, node: Node, random: Random) -> None:
    if not node.required and random.random() < 0.1:
        return
    for _ in range(TRIES):
        instance.set(node.reference, _word(node, random))
        if not node.value or node.violation is None:
            return
    instance.set(node.reference, "")


def _word(node: Node, random: Random) -> str:
    if node.control in ("select1", "select", "rank"):
        return _chosen(node, random)
    if node.control == "trigger":
        return "OK"
    if node.control == "upload":
        return f"file-{random.randrange(100)}.jpg"
    if node.control == "range":
        start, end = (float(node.settings.get(name, "0")) for name in ("start", "end"))
        step = abs(float(node.settings.get("step", "1"))) or 1.0
        steps = int(abs(end - start) / step)
        return f"{start + (step if end >= start else -step) * random.randint(0, steps):g}"
    return _typed(node.type, random)


def _chosen(node: Node, random: Random) -> str:
    values = [choice.value for choice in node.choices if choice.value]
    if not values:
        return ""
    if node.control == "select1":
        return random.choice(values)
    plain = [value for value in dict.fromkeys(values) if " " not in value]
    several = (
        len(plain) if node.control == "rank" else random.randint(1, len(plain)) if plain else 0
    )
    return " ".join(random.sample(plain, several))


def _typed(kind: str, random: Random) -> str:
    point = f"{random.uniform(-80, 80):.4f} {random.uniform(-170, 170):.4f} 0 5"
    day = f"20{random.randint(10, 30)}-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}"
    clock = f"{random.randint(0, 23):02d}:{random.randint(0, 59):02d}"
    return {
        "int": str(random.choice((0, 1, 2, 7, 18, 40, 120))),
        "decimal": f"{random.choice((0, 0.5, 1, 12.25, 99.9))}",
        "boolean": random.choice(("true", "false")),
        "date": day,
        "time": f"{clock}:00.000+00:00",
        "dateTime": f"{day}T{clock}:00.000+00:00",
        "geopoint": point,
        "geotrace": f"{point};1 1 0 0",
        "geoshape": f"{point};1 1 0 0;2 1 0 0;{point}",
    }.get(kind, random.choice(("a", "Ana", "yes", "b & <c>", "zwei Wörter", "مرحبا", "12345")))
