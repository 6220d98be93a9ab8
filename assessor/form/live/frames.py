"""The frames of an instance: one outside all repeats, and one for each repeat instance."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assessor.form.model.cells import Cell, Frame, Range
from assessor.form.model.definition import COUNT, Bind, Computation, Initial


class Frames:
    """All frames of one instance; `by_reference` holds those of repeat instances."""

    def __init__(self, document: Bind, new_id: Callable[[], str]) -> None:
        self._document = document
        self.new_id = new_id
        self.root = Frame("", None, document.binds)
        self.by_reference: dict[str, Frame] = {}

    def make_ranges(self, frame: Frame, initial: Initial | None, repeats: bool) -> None:
        """Make the ranges of a frame, with the form's own instances if `repeats`."""
        owner = frame.range.bind if frame.range else self._document
        for repeat in owner.ranges:
            range_ = Range(repeat, frame)
            frame.ranges.append(range_)
            if repeat.count is not None or repeat.relevant is not None:
                range_.shadow = Frame("", range_, repeat.binds)
                range_.shadow.index = 0
                self.make_ranges(range_.shadow, None, repeats=False)
            if repeats and repeat.count is None:
                written = repeat.initial if initial is None else initial.repeats.get(repeat, [])
                if repeat.fixed and not written:
                    written = [Initial({}, {})]
                for each in written:
                    self.make_frame(range_, self.new_id(), each)

    def make_frame(
        self, range_: Range, id_: str, initial: Initial | None, repeats: bool = True
    ) -> Frame:
        """Append an instance with default values to a range; nothing is calculated yet.

        `repeats`: whether nested repeats get the form's own instances.
        """
        frame = Frame(id_, range_, range_.bind.binds)
        range_.frames.append(frame)
        self.by_reference[frame.reference] = frame
        if initial is not None:
            for bind, text in initial.values.items():
                if bind.repeats[-1] is range_.bind:
                    cell = frame.cells[bind.slot]
                    cell.value = cell.text = text
        self.make_ranges(frame, initial, repeats)
        return frame

    def contains(self, frame: Frame) -> bool:
        """Return whether a frame is part of the instance."""
        return frame.range is None or self.by_reference.get(frame.reference) is frame

    def find(self, range_: Range, id_: str) -> Frame | None:
        """Return the instance of a range by id, or None."""
        return self.by_reference.get(f"{range_.reference}[{id_}]")

    def counted_id(self, range_: Range, place: int) -> str:
        """Return the id of a counted instance at `place` (0-based), the same on every computer."""
        found = f"{place + 1:06d}"
        while self.find(range_, found):  # a person may have added one, if the form allows both
            found += "0"
        return found

    def forget(self, frame: Frame) -> None:
        """Forget a removed instance and its nested instances."""
        self.by_reference.pop(frame.reference, None)
        for range_ in frame.ranges:
            for inner in range_.frames:
                self.forget(inner)


def ranges_under(frame: Frame, repeat: Bind) -> Iterator[Range]:
    """Yield every range of `repeat` in or below a frame."""
    if frame.depth == repeat.depth - 1:
        yield frame.ranges[repeat.range_slot]
        return
    inner = repeat.repeats[frame.depth]
    for each in frame.ranges[inner.range_slot].frames:
        yield from ranges_under(each, repeat)


def computed_cells(computation: Computation, frame: Frame) -> Iterator[Cell]:
    """Yield the cells of a computation in or below a frame, with shadows of a repeat."""
    bind = computation.bind
    if bind.repeat and frame.depth < bind.depth:
        for range_ in ranges_under(frame, bind):
            if range_.shadow is not None:
                yield range_.shadow.cells[0]
    if not bind.repeat or computation.kind != COUNT:
        yield from frame.cells_of(bind)
