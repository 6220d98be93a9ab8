"""The page nodes that the window shows, and their cache."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from assessor.form.live.engine import Engine
from assessor.form.live.text_rendering import TextRenderer
from assessor.form.model.bounds import bounds_of
from assessor.form.model.cells import Cell, Frame, Range
from assessor.form.model.definition import CHOICE_CONTROLS, Choice, Control, Text
from assessor.words import translator

_NOTHING: Mapping[str, str] = MappingProxyType({})
_CALCULATE = Control("calculate", None, None, "")
"""The control of a node that is not in the form's body."""
_MULTIPLE = frozenset({"select", "rank"})


@dataclass(frozen=True, slots=True)
class Violation:
    """Why a node is invalid: `kind` is "constraint" or "required"."""

    reference: str
    kind: str
    message: str


class Node:
    """One item of the page: a group, a repeat, a repeat instance or a question.

    There is one object per item. All properties read the instance, so nothing needs a refresh.
    `kind` is "group", "repeat" (the range; its children are instances), "instance" or "question".
    """

    __slots__ = (
        "_children",
        "_control",
        "body_control",
        "cell",
        "kind",
        "range",
        "reference",
        "views",
    )

    def __init__(
        self,
        views: Views,
        kind: str,
        control: Control | None,
        cell: Cell,
        reference: str,
        range_: Range | None = None,
    ) -> None:
        self.views = views
        self.body_control = control
        self._control = control or _CALCULATE
        self.cell = cell
        self.range = range_
        self._children: tuple[Node, ...] | None = None
        self.kind = kind
        self.reference = reference

    def __repr__(self) -> str:
        return f"Node({self.kind} {self.reference})"

    @property
    def name(self) -> str:
        """The name of its form node; blank for a group without one."""
        if self.range is not None:
            return self.range.bind.name
        control = self.body_control
        return "" if control is not None and control.bind is None else self.cell.bind.name

    @property
    def id(self) -> str:
        """The id of a repeat instance; blank for other nodes."""
        return self.cell.frame.id if self.kind == "instance" else ""

    @property
    def position(self) -> int:
        """The 1-based position of a repeat instance; 0 for other nodes."""
        return self.cell.frame.index if self.kind == "instance" else 0

    @property
    def parent(self) -> Node | None:
        """The containing node; None for the whole body."""
        if self.kind == "instance":
            range_ = self.cell.frame.range
            assert range_ is not None
            return self.views.view_of_range(range_)
        control = self.body_control
        if control is None:
            up = self.cell.parent_node()
            return None if up is None or up.bind.control is None else self.views.view(up)
        if control.parent is None:
            return None
        return self.views.view_of(control.parent, self._frame)

    @property
    def _frame(self) -> Frame:
        return self.range.frame if self.range is not None else self.cell.frame

    @property
    def children(self) -> Sequence[Node]:
        """The contained nodes in page order."""
        if self.range is not None:
            return tuple(self.views.view(each.cells[0]) for each in self.range.frames)
        if self._children is None:
            self._children = self.views.child_nodes(self.body_control, self.cell.frame)
        return self._children

    @property
    def label(self) -> str:
        """The label in the instance's language, with outputs."""
        return self._text(self._control.label)

    @property
    def hint(self) -> str:
        """The hint of the question."""
        return self._text(self._control.hint)

    @property
    def guidance(self) -> str:
        """The longer guidance text."""
        return self._text(self._control.hint, "guidance")

    def media(self, form: str) -> str:
        """Return the label's file of form "image", "audio", "video" or "big-image", or blank."""
        return self._text(self._control.label, form)

    def _text(self, text: Text | None, form: str = "") -> str:
        return self.views.texts.render(text, self.cell, form)

    @property
    def appearance(self) -> str:
        """The appearance words of the control."""
        return self._control.appearance

    @property
    def settings(self) -> Mapping[str, str]:
        """Further attributes of the control, such as the start, end and step of a range."""
        return self._control.settings

    @property
    def meta(self) -> Mapping[str, str]:
        """The Assessor attributes of the bind: kind, indicator, cluster, evidence …"""
        if self.body_control is not None and self.body_control.bind is None:
            return _NOTHING
        return self.cell.bind.meta

    @property
    def type(self) -> str:
        """The data type."""
        return self.cell.bind.type

    @property
    def control(self) -> str:
        """The control: "input", "select1", "note" …; "calculate" without a control."""
        return self._control.kind

    @property
    def value(self) -> str:
        """The stored value, also if not relevant."""
        return self.cell.value

    @property
    def relevant(self) -> bool:
        """Whether the node and its ancestors are relevant."""
        shadow = self.range.shadow if self.range is not None else None
        return self.cell.relevant if shadow is None else shadow.cells[0].relevant

    @property
    def readonly(self) -> bool:
        """Whether the node or an ancestor is read only."""
        return self.cell.readonly

    @property
    def required(self) -> bool:
        """Whether an answer is required."""
        return self.cell.required

    @property
    def violation(self) -> Violation | None:
        """The violation; None if the node is valid or not relevant."""
        cell = self.cell
        if not cell.fault or not cell.relevant or self.kind != "question":
            return None
        return self._violation(cell.fault)

    @property
    def bounds(self) -> tuple[str, ...]:
        """The references of totals that the answer must not exceed."""
        bind = self.cell.bind
        if self.kind != "question" or bind.constraint is None:
            return ()
        parent_path, _, _ = bind.path.rpartition("/")
        parent_reference, _, _ = self.reference.rpartition("/")
        return tuple(
            path.replace(parent_path, parent_reference, 1)
            if path.rpartition("/")[0] == parent_path
            else path
            for path in bounds_of(bind.constraint.tree)
        )

    def _violation(self, fault: str) -> Violation:
        """Return a violation with the form's message, or a default one."""
        bind = self.cell.bind
        required = fault == "required"
        message = self._text(bind.required_message if required else bind.constraint_message)
        translate = translator(self.views.engine.runtime.language)
        if not message and required:
            message = translate("An answer is needed here.")
        elif not message:
            message = translate("This answer is outside what the question allows.")
        return Violation(self.reference, fault, message)

    @property
    def _offers_choices(self) -> bool:
        return self._control.kind in CHOICE_CONTROLS

    @property
    def choices(self) -> Sequence[Choice]:
        """The offered choices, filtered, in the instance's language."""
        texts = self.views.texts
        return texts.choices(self._control, self.cell) if self._offers_choices else ()

    @property
    def all_choices(self) -> Sequence[Choice]:
        """All choices, without the filter, in the instance's language."""
        texts = self.views.texts
        return texts.all_choices(self._control, self.cell) if self._offers_choices else ()

    @property
    def has_fixed_labels(self) -> bool:
        """Whether the labels of all choices are fixed texts of the form."""
        texts = self.views.texts
        return not self._offers_choices or texts.has_fixed_labels(self._control, self.cell)

    def choice_media(self, form: str) -> Mapping[str, str]:
        """Return the files of the choices' labels in a form ("image", "audio" …), by value."""
        if not self._offers_choices or not self.views.engine.form.texts:
            return _NOTHING
        return self.views.texts.choice_media(self._control, self.cell, form)

    @property
    def outdated_values(self) -> tuple[str, ...]:
        """The chosen values that are no longer offered."""
        control, value = self._control, self.value
        if not value or not self._offers_choices:
            return ()
        offered = {choice.value for choice in self.choices}
        chosen = value.split() if control.kind in _MULTIPLE else [value]
        return tuple(each for each in chosen if each not in offered)

    @property
    def can_add(self) -> bool:
        """Whether a person may add an instance to this repeat."""
        return self.range is not None and self.range.can_add


class Views:
    """The cache of the page nodes of one instance."""

    def __init__(self, engine: Engine, speech: TextRenderer) -> None:
        self.engine = engine
        self.texts = speech
        self._unbound_nodes: dict[tuple[Control, Frame], Node] = {}

    def view(self, cell: Cell) -> Node:
        """Return the node of a cell."""
        view = cell.view
        if not isinstance(view, Node):
            bind = cell.bind
            kind = "instance" if bind.repeat else "question" if bind.leaf else "group"
            view = cell.view = Node(self, kind, bind.control, cell, cell.reference)
        return view

    def view_of_range(self, range_: Range) -> Node:
        """Return the node of a repeat."""
        view = range_.view
        if not isinstance(view, Node):
            bind = range_.bind
            parent = bind.parent
            assert parent is not None
            parent_cell = range_.frame.ancestor_at(parent.depth).cells[parent.slot]
            view = range_.view = Node(
                self, "repeat", bind.control, parent_cell, range_.reference, range_
            )
        return view

    def view_of(self, control: Control, frame: Frame) -> Node:
        """Return the node of a control as seen from `frame`."""
        bind = control.bind
        if control.kind == "repeat" and bind is not None:
            if frame.depth >= bind.depth:
                return self.view(frame.ancestor_at(bind.depth).cells[0])
            return self.view_of_range(frame.ranges[bind.range_slot])
        if bind is not None and bind.control is control:
            return self.view(frame.ancestor_at(bind.depth).cells[bind.slot])
        return self._unbound_node(control, frame)

    def _unbound_node(self, control: Control, frame: Frame) -> Node:
        """Return the node of a group without a bind, or of a second control of one bind."""
        bind = control.home_bind or self.engine.form.root
        home = frame.ancestor_at(bind.depth)
        key = (control, home)
        if key not in self._unbound_nodes:
            kind = "group" if control.kind == "group" else "question"
            inner = home.range.bind.path if home.range else ""
            reference = home.reference + control.path[len(inner) :]
            self._unbound_nodes[key] = Node(self, kind, control, home.cells[bind.slot], reference)
        return self._unbound_nodes[key]

    def child_nodes(self, control: Control | None, frame: Frame) -> tuple[Node, ...]:
        """Return the nodes of a control's children."""
        if control is None:
            return ()
        return tuple(self._child_node(each, frame) for each in control.children)

    def _child_node(self, control: Control, frame: Frame) -> Node:
        if control.kind == "repeat" and control.bind is not None:
            return self.view_of_range(frame.ranges[control.bind.range_slot])
        return self.view_of(control, frame)
