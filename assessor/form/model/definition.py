"""The parsed, immutable form: binds, controls, texts and computations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from assessor.errors import Problem
from assessor.form.model.xpath_nodes import FixedNode
from assessor.form.model.xpath_tree import Expr

_NOTHING: Mapping[str, Any] = MappingProxyType({})
"""The one empty mapping that all leaves share."""


class Choice(NamedTuple):
    """An offered choice: the stored value and the label."""

    value: str
    label: str


@dataclass(slots=True, eq=False)
class Expression:
    """An XPath expression: its source, its tree and the bind that it belongs to.

    `constant` is the result of a bare true() or false(). `uses_once`: it calls once(), so its
    result depends on the previous one.
    """

    source: str
    tree: Expr
    context: Bind | None
    constant: bool | None = None
    uses_once: bool = False


class Output(NamedTuple):
    """An expression inside a text."""

    source: str
    tree: Expr


Part = str | Output
"""A piece of a text."""
Words = str | Mapping[str, tuple[Part, ...]]
"""The translation under one id: plain text, or parts by form ("" is the default form)."""


@dataclass(slots=True, eq=False)
class Text:
    """A text for people: an itext id, or parts."""

    parts: tuple[Part, ...] = ()
    itext: str = ""


class Edge(NamedTuple):
    """A dependency: a change of the bind causes computation `rank` at `target`.

    `depth` counts the repeat instances that both share. If the target is deeper, all its cells in
    the shared instance are affected.
    """

    rank: int
    depth: int
    target: Bind


class ShapeEdge(NamedTuple):
    """A dependency on adding or removing instances; `after`: only this and later instances."""

    rank: int
    depth: int
    target: Bind
    after: bool


@dataclass(slots=True, eq=False, repr=False)
class Bind:
    """One node of the primary instance with all its properties.

    `depth` counts the repeats among the node and its ancestors; `slot` is its index in the frame of
    the innermost one. A repeat has a `range_slot` in its outer frame. `binds` and `ranges` list by
    slot the contents of a frame of this repeat (or of the document). `circular`: the count of the
    repeat depends on its own instances ("another one?").
    """

    path: str
    name: str
    uri: str
    parent: Bind | None
    order: int
    attribute: bool = False
    repeat: bool = False
    depth: int = 0
    slot: int = 0
    range_slot: int = -1
    repeats: tuple[Bind, ...] = ()
    children: Sequence[Bind] = ()
    children_by_name: Mapping[str, Bind] = field(default_factory=lambda: _NOTHING)
    attributes: Sequence[Bind] = ()
    default: str = ""
    type: str = "string"
    explicit: bool = False
    meta: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    calculate: Expression | None = None
    relevant: Expression | None = None
    readonly: Expression | None = None
    required: Expression | None = None
    constraint: Expression | None = None
    constraint_message: Text | None = None
    required_message: Text | None = None
    preload: str = ""
    preload_params: str = ""
    saveto: str = ""
    control: Control | None = None
    count: Expression | None = None
    circular: bool = False
    fixed: bool = False
    binds: Sequence[Bind] = ()
    ranges: Sequence[Bind] = ()
    initial: Sequence[Initial] = ()
    judge_rank: int = -1
    single_ranks: tuple[int, ...] = ()
    edges: tuple[Edge, ...] = ()
    shape_edges: tuple[ShapeEdge, ...] = ()

    @property
    def leaf(self) -> bool:
        """Whether the node holds a value and no other nodes."""
        return not self.children and not self.repeat

    @property
    def derived(self) -> bool:
        """Whether the value is always recalculated and therefore not stored; not with once()."""
        return self.calculate is not None and not self.calculate.uses_once

    def ancestors(self) -> Iterator[Bind]:
        """Yield the bind and its ancestors, innermost first."""
        bind: Bind | None = self
        while bind is not None:
            yield bind
            bind = bind.parent

    def __repr__(self) -> str:
        return f"Bind({self.path})"


@dataclass(slots=True, eq=False)
class Initial:
    """The contents of a repeat instance in the form: texts by bind, and nested instances."""

    values: dict[Bind, str]
    repeats: dict[Bind, list[Initial]]


@dataclass(slots=True, eq=False)
class Itemset:
    """Choices from nodes: the nodes, and value and label of each."""

    nodes: Expression
    value: Expression
    label: Text


CHOICE_CONTROLS = frozenset({"select1", "select", "rank"})
"""The kinds of control that offer choices."""


@dataclass(slots=True, eq=False, repr=False)
class Control:
    """One element of the form's body."""

    kind: str
    bind: Bind | None
    parent: Control | None
    path: str
    appearance: str = ""
    label: Text | None = None
    hint: Text | None = None
    children: list[Control] = field(default_factory=list)
    itemset: Itemset | None = None
    choices: Sequence[tuple[str, Text]] = ()
    settings: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    filtered: bool = False

    @property
    def home_bind(self) -> Bind | None:
        """The bind at which the control's texts are evaluated; None: at the form's root."""
        return next((each.bind for each in self.with_ancestors() if each.bind is not None), None)

    def with_ancestors(self) -> Iterator[Control]:
        """Yield the control and its ancestors, innermost first."""
        control: Control | None = self
        while control is not None:
            yield control
            control = control.parent

    def __repr__(self) -> str:
        return f"Control({self.kind} {self.path})"


CALCULATE, RELEVANT, READONLY, REQUIRED, COUNT, LABEL, CHOICES, JUDGE = range(8)
"""The kinds of computation."""


@dataclass(slots=True, eq=False)
class Computation:
    """One calculation for every cell of `bind`, at position `rank` in the order."""

    rank: int
    kind: int
    bind: Bind
    expression: Expression | None


@dataclass(slots=True, eq=False)
class Action:
    """A setvalue or setgeopoint action.

    `target` is a path relative to the action, `bind` its node; `value` is evaluated there.
    `trigger` is the question whose change, or the repeat whose new instance, fires the action; None
    for events of the whole form.
    """

    kind: str
    events: frozenset[str]
    target: Expression
    bind: Bind
    value: Expression | None
    text: str
    trigger: Bind | None


class Audit(NamedTuple):
    """The settings of the audit log: the bind of `meta/audit` and its ODK attributes.

    `changes` logs old and new values, `reasons` asks for a reason for each change, `users` logs the
    user, `places` adds columns for the location.
    """

    bind: Bind
    changes: bool = False
    reasons: bool = False
    users: bool = False
    places: bool = False


@dataclass(slots=True, eq=False, repr=False)
class Form:
    """A whole form, shared by all its instances; it never changes after parsing.

    `languages` are named as in the form; `texts` are by language and id, `texts_with_outputs` are
    the ids with outputs in any language; `binds` are by generic path, in document order; each of
    `computations` comes after those that it reads. `last_saved` names the instances that hold the
    previous submission, `attributes` are those that actions may set, `tolerated_problems` are
    mistakes that do not prevent use.
    """

    id: str
    version: str
    title: str
    languages: tuple[str, ...]
    default_language: str
    root: Bind
    binds: Mapping[str, Bind]
    body: Control
    document: Bind
    instances: Mapping[str, FixedNode]
    texts: Mapping[str, Mapping[str, Words]]
    texts_with_outputs: frozenset[str] = frozenset()
    computations: tuple[Computation, ...] = ()
    actions: tuple[Action, ...] = ()
    last_saved: frozenset[str] = frozenset()
    audit: Audit | None = None
    attributes: tuple[Bind, ...] = ()
    tolerated_problems: tuple[Problem, ...] = ()

    @property
    def root_name(self) -> str:
        """The name of the primary instance's root element."""
        return self.root.name
