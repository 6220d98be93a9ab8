"""Recalculation of cells in the form's computation order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from assessor.form.live import changes
from assessor.form.live.changes import Changes
from assessor.form.live.frames import Frames, computed_cells
from assessor.form.live.stored_values import as_stored
from assessor.form.model.cells import Cell, Frame, Range
from assessor.form.model.definition import (
    CALCULATE,
    CHOICES,
    COUNT,
    JUDGE,
    LABEL,
    READONLY,
    RELEVANT,
    REQUIRED,
    Bind,
    Computation,
    Form,
    Initial,
)
from assessor.form.model.xpath_tree import Expr
from assessor.form.xpath.compiler import Compiler
from assessor.form.xpath.functions.strings import text_refusal
from assessor.form.xpath.runtime import Runtime
from assessor.form.xpath.scope import Scope, scope_at

MAX_INSTANCES = 5_000
"""Instances that a jr:count may request; more is a typing mistake."""
MAX_ROUNDS = 10_000
"""Runs of one computation in one edit before a cycle over rows is stopped."""
MAX_CALCULATED = 64_000_000
"""Characters of all calculated values together."""


class Engine:
    """The cells of one instance, and the queue of computations.

    An edit stores values and marks dependent computations; `settle` then works through the queue in
    rank order. An unchanged result marks nothing. The queue is one byte per rank (a form has some
    thousands; searching the next one is faster than a heap), with a list of cells if a computation
    has several.
    """

    def __init__(self, form: Form, runtime: Runtime, new_id: Callable[[], str]) -> None:
        self.form = form
        self.runtime = runtime
        self.new_id = new_id
        self.frames = Frames(form.document, new_id)
        self.on_frame_added: Callable[[Frame], None] = lambda _frame: None
        self._noted_changes: dict[Cell | Range, int] = {}
        self._due = bytearray(len(form.computations))
        self._first_due = 0  # no lower rank is queued
        self._cells_due: dict[int, dict[Cell, None]] = {}
        self._frames_removed = False
        self._new_frames: list[Frame] = []
        self._firing_actions = False
        self._calculated = 0  # characters
        self.root = self.frames.root
        runtime.frame = self.root
        runtime.document = self.root.cells[0]

    def build(self, repeats: bool) -> None:
        """Make the ranges, with the form's own instances if `repeats`, and compile everything."""
        self.frames.make_ranges(self.root, None, repeats)
        computations = self.form.computations
        self._targets = [
            self.root.cells[each.bind.slot] if each.bind.depth == 0 else None
            for each in computations
        ]
        handlers = self._handlers()
        self._steps = [
            (handlers[each.kind], self._compile_computation(each)) for each in computations
        ]
        self._computations_by_repeat: dict[Bind, list[Computation]] = {}
        for each in computations:
            for repeat in each.bind.repeats:
                self._computations_by_repeat.setdefault(repeat, []).append(each)

    def scope(self, bind: Bind) -> Scope:
        """Return the scope of an expression at `bind`."""
        return scope_at(bind, self.form.document, self.form.binds)

    def compile(self, tree: Expr, bind: Bind, kind: str) -> Callable[[Any], Any]:
        """Compile a whole expression at `bind` to a closure that gives `kind`."""
        compiler = Compiler(self.runtime, self.scope(bind))
        return compiler.as_whole_expression(getattr(compiler, kind)(tree))

    def _handlers(self) -> dict[int, Callable[[Cell, Any], None]]:
        return {
            CALCULATE: self._update_value,
            RELEVANT: self._update_relevant,
            READONLY: self._update_readonly,
            REQUIRED: self._update_required,
            COUNT: self._update_count,
            LABEL: lambda cell, _closure: self.note_change(cell, changes.LABEL),
            CHOICES: self._reset_choices,
            JUDGE: self._check_fault,
        }

    def _compile_computation(self, computation: Computation) -> Callable[[Any], Any] | None:
        expression, bind = computation.expression, computation.bind
        if expression is None:
            return None
        if computation.kind == JUDGE:
            return self._compile_lazily(computation.rank, expression.tree, bind)
        if computation.kind == CALCULATE:
            return as_stored(self.compile, expression.tree, bind)
        kind = "number" if computation.kind == COUNT else "boolean"
        return self.compile(expression.tree, bind, kind)

    def _compile_lazily(self, rank: int, tree: Expr, bind: Bind) -> Callable[[Any], bool]:
        """Compile a constraint at the first answer."""
        compiled: list[Callable[[Any], bool]] = []

        def evaluate(node: Any) -> bool:
            if not compiled:
                compiled.append(self.compile(tree, bind, "boolean"))
                self._steps[rank] = (self._check_fault, compiled[0])
            return compiled[0](node)

        return evaluate

    def note_change(self, cell: Cell | Range, bits: int) -> None:
        """Note a change for the Changes of this edit."""
        if isinstance(cell, Cell) and not cell.frame.id and cell.frame.range is not None:
            cell = cell.frame.range
        self._noted_changes[cell] = self._noted_changes.get(cell, 0) | bits

    def take_changes(self) -> Changes:
        """Return the changes since the last call; of removed instances only the removal."""
        noted, self._noted_changes = self._noted_changes, {}
        if self._frames_removed:
            self._frames_removed = False
            noted = changes.drop_vanished(noted, self.frames.contains)
        return Changes(noted)

    def store(self, cell: Cell, text: str) -> None:
        """Set the value of a cell, and mark the computations that read it."""
        if text != cell.value:
            self._set_value(cell, text)

    def _set_value(self, cell: Cell, text: str) -> None:
        cell.value = text
        noted = self._noted_changes
        noted[cell] = noted.get(cell, 0) | changes.VALUE
        if cell.relevant:
            cell.text = text
            cell.number = None
            self.mark(cell)

    def mark(self, cell: Cell) -> None:
        """Queue everything that reads `cell`."""
        bind = cell.bind
        singles = bind.single_ranks
        if singles:
            due = self._due
            for rank in singles:
                due[rank] = 1
            if singles[0] < self._first_due:
                self._first_due = singles[0]
        for rank, depth, target in bind.edges:
            frame = cell.frame.ancestor_at(depth)
            if target.depth == depth and not target.repeat:
                self._queue(rank, frame.cells[target.slot])
            else:
                for each in computed_cells(self.form.computations[rank], frame):
                    self._queue(rank, each)

    def _queue(self, rank: int, cell: Cell) -> None:
        self._mark_due(rank)
        if self._targets[rank] is not None:
            return
        cells = self._cells_due.get(rank)
        if cells is None:
            cells = self._cells_due[rank] = {}
        cells[cell] = None

    def _mark_due(self, rank: int) -> None:
        self._due[rank] = 1
        if rank < self._first_due:
            self._first_due = rank

    def mark_all(self) -> None:
        """Queue all computations except labels and choices, which are computed on demand."""
        for rank, target in enumerate(self._targets):
            if self.form.computations[rank].kind in {LABEL, CHOICES}:
                continue
            self._due[rank] = 1
            if target is None:
                cells = computed_cells(self.form.computations[rank], self.root)
                self._cells_due[rank] = dict.fromkeys(cells)
        self._first_due = 0

    def mark_frame(self, frame: Frame) -> None:
        """Queue everything inside a new frame."""
        assert frame.range is not None
        for computation in self._computations_by_repeat.get(frame.range.bind, ()):
            for cell in computed_cells(computation, frame):
                self._queue(computation.rank, cell)

    def mark_shape(self, range_: Range, first: int) -> None:
        """Queue what depends on the instances of a range from item `first` (0-based) on."""
        for rank, depth, target, only_later in range_.bind.shape_edges:
            computation = self.form.computations[rank]
            if only_later and range_.bind in target.repeats:
                for frame in range_.frames[first:]:
                    for cell in computed_cells(computation, frame):
                        self._queue(rank, cell)
                continue
            for cell in computed_cells(computation, range_.frame.ancestor_at(depth)):
                self._queue(rank, cell)

    def settle(self) -> None:
        """Work through the queue until it is empty."""
        due, steps, targets = self._due, self._steps, self._targets
        rounds: dict[int, int] = {}
        last = -1
        while (rank := due.find(1, self._first_due)) >= 0:
            due[rank] = 0
            self._first_due = rank
            target = targets[rank]
            cells = self._cells_due.pop(rank, ()) if target is None else ()
            if rank <= last:
                rounds[rank] = rounds.get(rank, 0) + 1
                if rounds[rank] > MAX_ROUNDS:
                    continue
            last = rank
            method, closure = steps[rank]
            if target is not None:
                method(target, closure)
                continue
            for cell in cells:
                method(cell, closure)
        while self._new_frames and not self._firing_actions:  # an action settles only what it wrote
            self._firing_actions = True
            try:
                self.on_frame_added(self._new_frames.pop(0))
            finally:
                self._firing_actions = False

    def _update_value(self, cell: Cell, closure: Callable[[Cell], str]) -> None:
        text = closure(cell)
        if text != cell.value:
            self._calculated += len(text) - len(cell.value)
            if self._calculated > MAX_CALCULATED:
                raise text_refusal("Its calculations hold more than 64 million characters.")
            self._set_value(cell, text)

    def _update_relevant(self, cell: Cell, closure: Callable[[Cell], bool]) -> None:
        cell.own_relevant = closure(cell)
        parent = cell.parent_node()
        self.set_relevance(cell, cell.own_relevant and (parent is None or parent.relevant))

    def set_relevance(self, cell: Cell, relevant: bool) -> None:
        """Set the relevance of a cell and of everything below it."""
        if cell.relevant is relevant:
            return
        cell.relevant = relevant
        self.note_change(cell, changes.RELEVANT)
        bind = cell.bind
        if bind.children:
            self._note_ranges(cell, changes.RELEVANT)
            for each in self._child_cells(cell):
                self.set_relevance(each, relevant and each.own_relevant)
        elif cell.value:
            cell.text = cell.value if relevant else ""
            cell.number = None
        self.mark(cell)

    def _child_cells(self, cell: Cell) -> Iterable[Cell]:
        frame = cell.frame
        for child in cell.bind.children:
            if child.repeat:
                range_ = frame.ranges[child.range_slot]
                if range_.shadow is not None:
                    yield range_.shadow.cells[0]
                for each in range_.frames:
                    yield each.cells[0]
            else:
                yield frame.cells[child.slot]

    def _update_readonly(self, cell: Cell, closure: Callable[[Cell], bool]) -> None:
        readonly = closure(cell)
        if readonly is not cell.own_readonly:
            was_readonly, cell.own_readonly = cell.readonly, readonly
            if cell.readonly is not was_readonly:
                self._note_inside(cell, changes.READONLY)

    def _note_inside(self, cell: Cell, bits: int) -> None:
        self.note_change(cell, bits)
        if cell.bind.children:
            self._note_ranges(cell, bits)
            for each in self._child_cells(cell):
                if not each.own_readonly:  # otherwise its state does not change
                    self._note_inside(each, bits)

    def _note_ranges(self, cell: Cell, bits: int) -> None:
        """Note changes for repeats without a shadow, which follow their parent."""
        for child in cell.bind.children:
            if child.repeat and (range_ := cell.frame.ranges[child.range_slot]).shadow is None:
                self.note_change(range_, bits)

    def _update_required(self, cell: Cell, closure: Callable[[Cell], bool]) -> None:
        required = closure(cell)
        if required is not cell.required:
            cell.required = required
            self.note_change(cell, changes.REQUIRED)
            if cell.bind.judge_rank >= 0:
                if cell.bind.depth == 0:
                    self._mark_due(cell.bind.judge_rank)
                else:
                    self._queue(cell.bind.judge_rank, cell)

    def _check_fault(self, cell: Cell, closure: Callable[[Cell], bool] | None) -> None:
        """A constraint applies to answers, required to blanks; a cell has at most one fault."""
        fault = ""
        if cell.relevant:
            if cell.value == "":
                fault = "required" if cell.required else ""
            elif closure is not None and not closure(cell):
                fault = "constraint"
        if fault != cell.fault:
            cell.fault = fault
            self.note_change(cell, changes.VIOLATION)

    def _update_count(self, cell: Cell, closure: Callable[[Cell], float]) -> None:
        range_ = cell.frame.range
        number = closure(cell)
        if range_ is None or number != number:
            return  # keep instances while the count is being typed
        wanted = int(max(0.0, min(number, MAX_INSTANCES)))
        open_before, range_.wanted_count = range_.can_add, wanted
        if range_.can_add is not open_before:
            self.note_change(range_, changes.READONLY)
        if range_.bind.circular:
            # "Another one?" has no end: after the first instance, a person adds as many as needed.
            wanted = min(wanted, max(1, len(range_.frames)))
        written, old_count = range_.bind.initial, len(range_.frames)
        while len(range_.frames) < wanted:
            place = len(range_.frames)
            first = written[place] if place < len(written) else None
            self._insert(range_, self.frames.counted_id(range_, place), place, first)
        while len(range_.frames) > wanted:
            self._discard(range_, range_.frames[-1])
        if wanted != old_count:  # once for all, since each may affect every instance
            self.mark_shape(range_, min(wanted, old_count))

    def _reset_choices(self, cell: Cell, _closure: None) -> None:
        cell.choices = None
        self.note_change(cell, changes.CHOICES)

    def add(
        self, range_: Range, id_: str, at: int | None = None, initial: Initial | None = None
    ) -> Frame:
        """Add an instance as item `at` (0-based) or at the end; queue dependent computations."""
        at = len(range_.frames) if at is None else at
        frame = self._insert(range_, id_, at, initial)
        self.mark_shape(range_, at)
        return frame

    def _insert(self, range_: Range, id_: str, at: int, initial: Initial | None) -> Frame:
        frame = self.frames.make_frame(range_, id_, initial)
        range_.frames.insert(at, range_.frames.pop())
        range_.renumber(at)
        element = frame.cells[0]
        parent = element.parent_node()
        if parent is not None and not parent.relevant:
            self.set_relevance(element, relevant=False)
        self.note_change(element, changes.ADDED)
        self.mark_frame(frame)
        self._new_frames.append(frame)
        return frame

    def remove(self, frame: Frame) -> None:
        """Remove an instance, and queue dependent computations."""
        assert frame.range is not None
        self.mark_shape(frame.range, self._discard(frame.range, frame))

    def _discard(self, range_: Range, frame: Frame) -> int:
        first = frame.index - 1
        self.frames.forget(frame)
        del range_.frames[first]
        range_.renumber(first)
        self.note_change(frame.cells[0], changes.REMOVED)
        self._frames_removed = True
        return first
