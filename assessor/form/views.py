"""The Nodes of an instance: one for each thing on the page, made when first looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.form.cells import Cell, Frame, Range
from assessor.form.definition import Control
from assessor.form.node import Node

if TYPE_CHECKING:
    from assessor.form.instance import Instance


class Views:
    """Makes and keeps the Nodes of one instance."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._loose: dict[tuple[Control, Frame], Node] = {}

    def view(self, cell: Cell) -> Node:
        """The one Node of a cell."""
        if cell.view is None:
            bind = cell.bind
            kind = "instance" if bind.repeat else "question" if bind.leaf else "group"
            cell.view = Node(self._instance, kind, bind.control, cell, cell.reference)
        return cell.view

    def view_of_range(self, range_: Range) -> Node:
        """The one Node of a repeat."""
        if range_.view is None:
            bind = range_.bind
            parent = bind.parent
            assert parent is not None
            around = range_.frame.at(parent.depth).cells[parent.slot]
            range_.view = Node(
                self._instance, "repeat", bind.control, around, range_.reference, range_
            )
        return range_.view

    def view_of(self, control: Control, frame: Frame) -> Node:
        """The one Node of a control, seen from inside `frame`."""
        bind = control.bind
        if control.kind == "repeat" and bind is not None:
            if frame.depth >= bind.depth:
                return self.view(frame.at(bind.depth).cells[0])
            return self.view_of_range(frame.ranges[bind.range_slot])
        if bind is not None and bind.control is control:
            return self.view(frame.at(bind.depth).cells[bind.slot])
        return self._view_loose(control, frame)

    def _view_loose(self, control: Control, frame: Frame) -> Node:
        """The Node of a group without a node, or of a second control of one node."""
        around: Control | None = control
        while around is not None and around.bind is None:
            around = around.parent
        bind = (
            around.bind
            if around is not None and around.bind is not None
            else self._instance.form.root
        )
        home = frame.at(bind.depth)
        key = (control, home)
        if key not in self._loose:
            kind = "group" if control.kind == "group" else "question"
            inner = home.range.bind.path if home.range else ""
            reference = home.reference + control.path[len(inner) :]
            self._loose[key] = Node(self._instance, kind, control, home.cells[bind.slot], reference)
        return self._loose[key]

    def made_children(self, control: Control | None, frame: Frame) -> tuple[Node, ...]:
        """The Nodes of a control's children."""
        if control is None:
            return ()
        return tuple(self._child(each, frame) for each in control.children)

    def _child(self, control: Control, frame: Frame) -> Node:
        if control.kind == "repeat" and control.bind is not None:
            return self.view_of_range(frame.ranges[control.bind.range_slot])
        return self.view_of(control, frame)
