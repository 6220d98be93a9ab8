"""The environment of expressions during evaluation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from assessor.form.model.cells import Frame
from assessor.form.model.definition import Form
from assessor.form.model.xpath_nodes import FixedNode, XNode


@dataclass(slots=True, eq=False)
class Runtime:
    """Registers and external facts of one instance.

    `position` and `size` belong to the current predicate; `current` is the context node of the
    whole expression. `frame` is None for a plain XML document.
    """

    document: XNode
    now: Callable[[], datetime]
    random: Random = field(default_factory=Random)
    form: Form | None = None
    frame: Frame | None = None
    prefixes: Mapping[str, str] = field(default_factory=dict)
    instances: Mapping[str, FixedNode] = field(default_factory=dict)
    language: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    position: int = 1
    size: int = 1
    current: XNode | None = None
    itext: Callable[[str, XNode], str] = lambda _id, _node: ""
    choice_label: Callable[[XNode, str], str] = lambda _node, _value: ""

    def uuid(self) -> str:
        """Return a random UUID (version 4)."""
        bits = self.random.getrandbits(128)
        bits = bits & ~(0xF << 76) | 4 << 76
        bits = bits & ~(0x3 << 62) | 2 << 62
        text = f"{bits:032x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
