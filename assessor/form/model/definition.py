"""A form as parsed: binds, controls, texts and the order of its calculations; it never changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from assessor.errors import Problem
from assessor.form.model.xpath_nodes import FixedNode
from assessor.form.model.xpath_tree import Expr

_NOTHING: Mapping[str, Any] = MappingProxyType({})


def _nothing() -> Mapping[str, Any]:
    """The one empty mapping all leaves share."""
    return _NOTHING


class Choice(NamedTuple):
    """One choice on offer: the value kept and the label shown."""

    value: str
    label: str


@dataclass(slots=True, eq=False)
class Expression:
    """An XPath expression where it stands: its text, its tree, and the bind it is judged at.

    `constant` is the answer where the expression is just true() or false(). One that `remembers`
    calls once(): what it gives depends on what it gave before.
    """

    source: str
    tree: Expr
    context: Bind | None
    constant: bool | None = None
    remembers: bool = False


class Output(NamedTuple):
    """A place in a text that the value of an expression fills."""

    source: str
    tree: Expr


Part = str | Output
"""A piece of a text."""
Words = str | Mapping[str, tuple[Part, ...]]
"""What a translation says under one id: mere words, or by form ("" is the default) the parts."""


@dataclass(slots=True, eq=False)
class Text:
    """Words shown to people: an itext id, or else parts."""

    parts: tuple[Part, ...] = ()
    itext: str = ""


class Edge(NamedTuple):
    """What a change of one bind reaches: computation `rank` at `target`.

    `depth` counts the repeat instances that both share. Where the target lies deeper than that,
    all its cells under the shared instance are meant.
    """

    rank: int
    depth: int
    target: Bind


class ShapeEdge(NamedTuple):
    """What adding or removing an instance reaches; `after` means only this and later instances."""

    rank: int
    depth: int
    target: Bind
    after: bool


@dataclass(slots=True, eq=False, repr=False)
class Bind:
    """One node of the primary instance and everything the form says about it.

    `depth` counts the repeats among the node and its ancestors; `slot` is its place in the frame
    of the innermost one. A repeat's own range has `range_slot` in the frame around it. `binds` and
    `ranges` list, by slot, what a frame of this repeat (or of the document) holds. `circular`
    marks a repeat whose count depends on its own instances ("another one?").
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
    named: Mapping[str, Bind] = field(default_factory=_nothing)
    attributes: Sequence[Bind] = ()
    default: str = ""
    type: str = "string"
    explicit: bool = False
    meta: Mapping[str, str] = field(default_factory=_nothing)
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
    judge: int = -1
    singles: tuple[int, ...] = ()
    edges: tuple[Edge, ...] = ()
    shape: tuple[ShapeEdge, ...] = ()

    @property
    def leaf(self) -> bool:
        """Whether it holds a value rather than other nodes."""
        return not self.children and not self.repeat

    @property
    def derived(self) -> bool:
        """Whether its value is always worked out anew, and so never kept; once() is kept."""
        return self.calculate is not None and not self.calculate.remembers

    def ancestors(self) -> Iterator[Bind]:
        """The bind and those around it, innermost first."""
        bind: Bind | None = self
        while bind is not None:
            yield bind
            bind = bind.parent

    def __repr__(self) -> str:
        return f"Bind({self.path})"


@dataclass(slots=True, eq=False)
class Initial:
    """What a repeat instance written in the form holds: texts by bind, and instances within."""

    values: dict[Bind, str]
    repeats: dict[Bind, list[Initial]]


@dataclass(slots=True, eq=False)
class Itemset:
    """Choices read from nodes: which nodes, and each one's value and label."""

    nodes: Expression
    value: Expression
    label: Text


CHOICE_CONTROLS = frozenset({"select1", "select", "rank"})
"""Kinds of control that offer choices."""


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
    settings: Mapping[str, str] = field(default_factory=_nothing)
    filtered: bool = False

    def outward(self) -> Iterator[Control]:
        """The control and those around it, innermost first."""
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
    """One thing to work out for every cell of `bind`, at its place (`rank`) in the order."""

    rank: int
    kind: int
    bind: Bind
    expression: Expression | None


@dataclass(slots=True, eq=False)
class Action:
    """A setvalue or setgeopoint: on which events, what is written where.

    `target` is a path from where the action stands, `bind` the node it means; `value` is judged
    there. `trigger` is the question whose change, or the repeat whose new instance, fires it;
    None for the events of the whole form.
    """

    kind: str
    events: frozenset[str]
    target: Expression
    bind: Bind
    value: Expression | None
    text: str
    trigger: Bind | None


class Audit(NamedTuple):
    """What a form asks of its audit log: the bind of `meta/audit`, and its ODK attributes.

    `changes` logs old and new values, `reasons` asks why something said before was changed,
    `users` names who said it, `places` has columns for where the device was.
    """

    bind: Bind
    changes: bool = False
    reasons: bool = False
    users: bool = False
    places: bool = False


@dataclass(slots=True, eq=False, repr=False)
class Form:
    """A whole form, ready to make instances of; shared by all of them, and never changed.

    `last_saved` names the instances that hold the submission saved before this one; `audit` is
    what is asked of the audit log, None where there is to be none; `attributes` are those an
    action may set; `passed_over` is what is wrong
    with the form and was passed over.

    `languages` are named as in the form; `texts` are by language and id, `spoken` the ids of those
    with outputs in any language; `binds` are by generic path, in document order;
    `computations` in an order in which each comes after what it reads.
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
    spoken: frozenset[str] = frozenset()
    computations: tuple[Computation, ...] = ()
    actions: tuple[Action, ...] = ()
    last_saved: frozenset[str] = frozenset()
    audit: Audit | None = None
    attributes: tuple[Bind, ...] = ()
    passed_over: tuple[Problem, ...] = ()

    @property
    def root_name(self) -> str:
        """The name of the primary instance's root element."""
        return self.root.name
