"""A form that is being filled: live nodes and edits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from random import Random

from assessor.errors import Refused
from assessor.form.live import changes
from assessor.form.live.actions import Actions, fill_end_times, fill_preloads, with_last_saved
from assessor.form.live.changes import Changes
from assessor.form.live.engine import MAX_INSTANCES, Engine
from assessor.form.live.node import Node, Views, Violation
from assessor.form.live.stored_values import stored_value, stored_values
from assessor.form.live.text_rendering import TextRenderer
from assessor.form.model import xpath_nodes
from assessor.form.model.cells import Cell, Frame, Range, leaves, subtree
from assessor.form.model.datatypes import canonical_text
from assessor.form.model.definition import Bind, Control, Form
from assessor.form.xpath.runtime import Runtime
from assessor.garbage import loading

_BRACKETS = re.compile(r"\[[^\]]*\]")
INSTANCE_ID = re.compile(r"[0-9a-z]{1,64}")
"""An id of a repeat instance."""


class Instance:
    """One filled form. Edits return Changes.

    `answers` is None for a new instance: defaults and preloads run, and `initial_values` holds what
    they set, by reference. Otherwise `answers` are the saved values and `repeats` the references of
    the repeat instances in order; values of unknown nodes are kept in `unknown_values`.
    `last_saved` is the XML of the previous submission. With `opening` False no load event fires
    until fire_load_events().
    """

    def __init__(
        self,
        form: Form,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        language: str | None = None,
        answers: Mapping[str, str] | None = None,
        repeats: Sequence[str] = (),
        random: Random | None = None,
        properties: Mapping[str, str] | None = None,
        last_saved: str = "",
        opening: bool = True,
    ) -> None:
        self.form = form
        self.unknown_values: dict[str, str] = {}
        self.initial_values: Mapping[str, str] = {}
        self._runtime = Runtime(
            document=xpath_nodes.new_root(),
            now=now,
            random=random or Random(),
            form=form,
            instances=with_last_saved(form, last_saved),
            language=form.default_language if language is None else language,
            properties=properties or {},
        )
        self.engine = Engine(form, self._runtime, new_id)
        self._instance_id = ""
        self.texts = TextRenderer(self.engine)
        self.views = Views(self.engine, self.texts)
        self._actions = Actions(self.engine)
        with loading():
            self._load(answers, repeats, opening or answers is None)

    def _load(
        self, answers: Mapping[str, str] | None, repeats: Sequence[str], opening: bool
    ) -> None:
        self.engine.build(repeats=answers is None)
        self.engine.on_frame_added = self._actions.frame_added
        if answers is None:
            fill_preloads(self.engine)
        else:
            self._restore(answers, repeats)
        self.engine.mark_all()
        self.engine.settle()
        self.engine.take_changes()
        if opening:
            self._actions.fire_load_events(new=answers is None)
        self._load_values(new=answers is None)

    def _load_values(self, new: bool) -> None:
        """Collect the values that loading has set, so that they can be recorded."""
        set_by_loading = self.engine.take_changes()
        values = self.answers()
        if new:
            self.initial_values = values
        else:
            self.initial_values = {
                reference: values.get(reference, "")
                for reference, words in set_by_loading.items()
                if "value" in words and not self.node(reference).cell.bind.derived
            }

    def _restore(self, answers: Mapping[str, str], repeats: Sequence[str]) -> None:
        for reference in sorted(repeats, key=lambda each: each.count("[")):
            outer, _, id_ = reference.rstrip("]").rpartition("[")
            range_ = self._range(outer)
            if range_ is not None:
                self._restore_instance(range_, id_)
        for cell in self._leaves():
            if cell.bind.control is not None and not cell.bind.derived:
                cell.value = cell.text = ""
        for reference, value in answers.items():
            target = self.find_cell(reference)
            if target is None or not target.bind.leaf:
                self.unknown_values[reference] = value
            else:
                target.value = target.text = value
                target.number = None

    def _restore_instance(self, range_: Range, id_: str) -> None:
        """Make a saved instance; for a counted one, make its predecessors first."""
        bind = range_.bind
        if bind.count is None or bind.circular or not id_.isdigit():
            self.engine.frames.make_frame(range_, id_, None, repeats=False)
            return
        while len(range_.frames) < min(int(id_), MAX_INSTANCES):
            place = len(range_.frames)
            counted = self.engine.frames.counted_id(range_, place)
            self.engine.frames.make_frame(range_, counted, None, repeats=False)

    def _leaves(self) -> Iterator[Cell]:
        return leaves(self.engine.root.cells[0])

    def _frame(self, reference: str) -> Frame | None:
        """Return the frame of a reference: that of its last repeat instance."""
        end = reference.rfind("]")
        frames = self.engine.frames
        return frames.root if end < 0 else frames.by_reference.get(reference[: end + 1])

    def _bind(self, reference: str) -> Bind | None:
        path = _BRACKETS.sub("", reference) if "[" in reference else reference
        return self.form.binds.get(path)

    def find_cell(self, reference: str) -> Cell | None:
        """Return the cell at a reference, or None."""
        bind, frame = self._bind(reference), self._frame(reference)
        if bind is None or frame is None or frame.depth != bind.depth:
            return None
        return frame.cells[bind.slot]

    def _range(self, reference: str) -> Range | None:
        bind, frame = self._bind(reference), self._frame(reference)
        if bind is None or frame is None or not bind.repeat or frame.depth != bind.depth - 1:
            return None
        return frame.ranges[bind.range_slot]

    def _cell(self, reference: str) -> Cell:
        cell = self.find_cell(reference)
        if cell is None or not cell.bind.leaf:
            raise KeyError(reference)
        return cell

    @property
    def top(self) -> Cell:
        """The cell of the primary instance's root element."""
        return self.engine.root.cells[self.form.root.slot]

    @property
    def instance_id(self) -> str:
        """The instanceID of the form's own node or, without one, a generated id."""
        for cell in self._leaves():
            if cell.bind.name.rpartition(":")[2] == "instanceID" and cell.value:
                return cell.value
        if not self._instance_id:
            self._instance_id = f"uuid:{self._runtime.uuid()}"
        return self._instance_id

    @property
    def root(self) -> Node:
        """The whole body."""
        return self.views.view_of(self.form.body, self.engine.root)

    def node(self, reference: str) -> Node:
        """Return the node at a reference. Raises KeyError."""
        cell = self.find_cell(reference)
        if cell is not None:
            return self.views.view(cell)
        range_ = self._range(reference)
        if range_ is None:
            raise KeyError(reference)
        return self.views.view_of_range(range_)

    def questions(self) -> Iterator[Node]:
        """Yield every question in document order, also not relevant ones."""
        return _questions(self.root)

    @property
    def language(self) -> str:
        """The language of all texts, named as in the form."""
        return self._runtime.language

    @language.setter
    def language(self, language: str) -> None:
        self.set_language(language)

    def set_language(self, language: str) -> Changes:
        """Change the language of all texts. Raises Refused for an unknown language."""
        if language not in self.form.languages:
            raise Refused("The form is not available in {language}.", language=language)
        self._runtime.language = language
        self.texts.clear_caches()
        for cell in subtree(self.engine.root.cells[0]):
            if cell.bind.control is not None:
                cell.choices = None
                self.engine.note_change(cell, changes.LABEL | changes.CHOICES)
        # Calculations may use jr:itext() or choice names.
        self.engine.mark_all()
        return self._settled()

    def canonical_value(self, reference: str, text: str) -> str:
        """Return `text` as its data type writes it, in Unicode NFC. Raises ValueError, KeyError."""
        return self._typed(self._cell(reference), unicodedata.normalize("NFC", text))

    def _typed(self, cell: Cell, text: str) -> str:
        control = cell.bind.control
        if control is not None and control.kind == "select":
            return self._in_choice_order(control, cell, text)
        return canonical_text(cell.bind.type, text)

    def _in_choice_order(self, control: Control, cell: Cell, text: str) -> str:
        """Sort chosen values in the order of choices, so that equal answers are equal texts."""
        chosen = dict.fromkeys(text.split())
        if len(chosen) < 2:
            return " ".join(chosen)
        places = {
            choice.value: place for place, choice in enumerate(self.texts.choices(control, cell))
        }
        return " ".join(sorted(chosen, key=lambda word: places.get(word, len(places))))

    def set(self, reference: str, value: str) -> Changes:
        """Answer one question; blank clears it. Raises ValueError, KeyError.

        A value that violates a constraint is stored; see violations().
        """
        return self.set_many({reference: value})

    def set_many(self, answers: Mapping[str, str]) -> Changes:
        """Answer several questions as one edit. On ValueError or KeyError nothing changes."""
        texts = [
            (cell := self._cell(reference), self._typed(cell, value))
            for reference, value in answers.items()
        ]
        changed = [cell for cell, text in texts if cell.value != text]
        for cell, text in texts:
            self.engine.store(cell, text)
        self.engine.settle()
        for cell in changed:
            self._actions.value_changed(cell)
        return self._settled()

    def set_stored(self, answers: Mapping[str, str]) -> Changes:
        """Set saved texts unchanged, whatever their type; used by merges. Raises KeyError."""
        cells = [(self._cell(key), value) for key, value in answers.items()]
        for cell, text in cells:
            self.engine.store(cell, text)
        if any(cell.bind.calculate is not None for cell, _ in cells):
            self.engine.mark_all()  # the result of once() depends on the restored value
        return self._settled()

    def add_repeat(
        self,
        reference: str,
        id: str | None = None,  # noqa: A002
        *,
        before: str | None = None,
    ) -> Changes:
        """Add an instance at the end of a repeat, or before the instance with the id `before`.

        Raises KeyError, Refused, ValueError.
        """
        range_ = self._range(reference)
        if range_ is None:
            raise KeyError(reference)
        if range_.bind.count is not None and not range_.can_add:
            raise Refused("The form itself decides how many instances {path} has.", path=reference)
        id = self.engine.new_id() if id is None else id  # noqa: A001
        if not INSTANCE_ID.fullmatch(id):
            raise ValueError("An id of a repeat instance is made of lower-case letters and digits.")
        frames = self.engine.frames
        if frames.find(range_, id) is not None:
            raise ValueError("There is a repeat instance with this id already.")
        at = None
        if before is not None:
            next_frame = frames.find(range_, before)
            if next_frame is None:
                raise ValueError("There is no repeat instance with this id.")
            at = next_frame.index - 1
        self.engine.add(range_, id, at)
        return self._settled()

    def remove_repeat(self, reference: str) -> Changes:
        """Remove a repeat instance. Raises KeyError, Refused."""
        frame = self.engine.frames.by_reference.get(reference)
        if frame is None or frame.range is None:
            raise KeyError(reference)
        if frame.range.bind.count is not None:
            raise Refused("The form itself decides how many instances {path} has.", path=reference)
        self.engine.remove(frame)
        return self._settled()

    def fire_load_events(self) -> Changes:
        """Fire the load events of a saved instance (odk-instance-load)."""
        self._actions.fire_load_events(new=False)
        return self._settled()

    @property
    def missing_places(self) -> tuple[str, ...]:
        """The blank nodes with a setgeopoint action, also in a saved instance."""
        return tuple(self._actions.missing_places())

    @property
    def requested_places(self) -> tuple[str, ...]:
        """The nodes for which an action requests a location; ask a person and call set_place()."""
        return tuple(self._actions.requested_places)

    def set_place(self, reference: str, place: str) -> Changes:
        """Set a requested location; an invalid one becomes blank."""
        self._actions.requested_places.pop(reference, None)
        try:
            text = canonical_text("geopoint", place)
        except ValueError:
            text = ""
        self.engine.store(self._cell(reference), text)
        return self._settled()

    def finish(self, at: datetime | None = None) -> Changes:
        """Fill the end time with `at`, or now."""
        fill_end_times(self.engine, at or self._runtime.now())
        return self._settled()

    def _settled(self) -> Changes:
        self.engine.settle()
        return self.engine.take_changes()

    def answers(self, within: str = "") -> dict[str, str]:
        """Return the non-blank stored values by reference; `within` a repeat instance, or all."""
        frames = self.engine.frames
        return stored_values(self.form, frames.by_reference[within] if within else frames.root)

    def stored_value(self, reference: str) -> str:
        """Return one value of answers(), or blank."""
        cell = self.find_cell(reference)
        return stored_value(cell) if cell is not None else ""

    def repeats(self) -> list[str]:
        """Return the references of all repeat instances, outer before inner, in order."""
        return [frame.reference for frame in self.engine.root.nested_frames()]

    def violations(self) -> list[Violation]:
        """Return all violations in document order."""
        found = (node.violation for node in self.questions())
        return [each for each in found if each is not None]


def _questions(node: Node) -> Iterator[Node]:
    for each in node.children:
        if each.kind == "question":
            yield each
        else:
            yield from _questions(each)
