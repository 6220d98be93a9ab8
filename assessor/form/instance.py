"""A form being filled: live nodes, edits, and what each edit changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from random import Random

from assessor.errors import Refused
from assessor.form import changes as how
from assessor.form import nodes
from assessor.form.actions import Actions
from assessor.form.cells import Cell, Frame, Range
from assessor.form.changes import Changes
from assessor.form.datatypes import canonical
from assessor.form.definition import Bind, Control, Form
from assessor.form.engine import Engine
from assessor.form.node import Node, Violation
from assessor.form.preloads import finished, preload
from assessor.form.runtime import Runtime
from assessor.form.speech import Speech

_BRACKETS = re.compile(r"\[[^\]]*\]")
_ID = re.compile(r"[0-9a-z]{1,64}")


class Instance:
    """One filled form. Edits return Changes; nothing else changes it.

    `answers` is None for a new instance: defaults and preloads run, and `initial` names what they
    set, by reference. Otherwise it holds the saved values by reference, and `repeats` the
    references of the repeat instances in their order; values of nodes the form does not have are
    kept in `strangers`. `locate` says where the laptop is, as a geopoint, for odk:setgeopoint.
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
        locate: Callable[[], str] = str,
    ) -> None:
        self.form = form
        self.strangers: dict[str, str] = {}
        self.initial: Mapping[str, str] = {}
        self._runtime = Runtime(
            document=nodes.root(),
            now=now,
            random=random or Random(),
            form=form,
            instances=form.instances,
            language=form.default_language if language is None else language,
            properties=properties or {},
        )
        self._engine = Engine(form, self._runtime, new_id)
        self._engine.build(repeats=answers is None)
        self._instance_id = ""
        self._loose: dict[tuple[Control, Frame], Node] = {}
        self.speech = Speech(self._engine)
        self._actions = Actions(self._engine, locate)
        self._engine.added = self._actions.added
        if answers is None:
            preload(self._engine)
        else:
            self._restore(answers, repeats)
        self._engine.mark_all()
        self._engine.settle()
        self._engine.taken()
        self._actions.load(new=answers is None)
        self._load_values(new=answers is None)

    def _load_values(self, new: bool) -> None:
        """Say what loading itself has set, so that it can be recorded."""
        set_by_loading = self._engine.taken()
        values = self.answers()
        if new:
            self.initial = values
        else:
            self.initial = {
                reference: values.get(reference, "")
                for reference, words in set_by_loading.items()
                if "value" in words and not self.node(reference)._cell.bind.calculate
            }

    def _restore(self, answers: Mapping[str, str], repeats: Sequence[str]) -> None:
        for reference in sorted(repeats, key=lambda each: each.count("[")):
            outer, _, id_ = reference.rstrip("]").rpartition("[")
            around = self._range(outer)
            if around is not None:
                self._engine.make_frame(around, id_, None)
        for cell in self._leaves():
            if cell.bind.control is not None and cell.bind.calculate is None:
                cell.value = cell.read = ""
        for reference, value in answers.items():
            known = self._find(reference)
            if known is None or not known.bind.leaf:
                self.strangers[reference] = value
            else:
                known.value = known.read = value
                known.number = None

    # ---- finding ----

    def _leaves(self) -> Iterator[Cell]:
        """Every leaf, attributes left out, in document order."""
        return _leaves(self._engine.root.cells[0])

    def _frame(self, reference: str) -> Frame | None:
        """The frame a reference points into: that of its last repeat instance."""
        end = reference.rfind("]")
        return self._engine.root if end < 0 else self._engine.frames.get(reference[: end + 1])

    def _bind(self, reference: str) -> Bind | None:
        path = _BRACKETS.sub("", reference) if "[" in reference else reference
        return self.form.binds.get(path)

    def _find(self, reference: str) -> Cell | None:
        """The cell at a reference; None if there is none."""
        bind, frame = self._bind(reference), self._frame(reference)
        if bind is None or frame is None or frame.depth != bind.depth:
            return None
        return frame.cells[bind.slot]

    def _range(self, reference: str) -> Range | None:
        """The range of a repeat; None if there is none."""
        bind, frame = self._bind(reference), self._frame(reference)
        if bind is None or frame is None or not bind.repeat or frame.depth != bind.depth - 1:
            return None
        return frame.ranges[bind.range_slot]

    def _cell(self, reference: str) -> Cell:
        cell = self._find(reference)
        if cell is None or not cell.bind.leaf:
            raise KeyError(reference)
        return cell

    @property
    def top(self) -> Cell:
        """The cell of the primary instance's root element."""
        return self._engine.root.cells[self.form.root.slot]

    @property
    def instance_id(self) -> str:
        """The instanceID, from the form's own node for it or, without one, made once."""
        for cell in self._leaves():
            if cell.bind.name.rpartition(":")[2] == "instanceID" and cell.value:
                return cell.value
        if not self._instance_id:
            self._instance_id = f"uuid:{self._runtime.uuid()}"
        return self._instance_id

    @property
    def root(self) -> Node:
        """The whole body."""
        return self.view_of(self.form.body, self._engine.root)

    def node(self, reference: str) -> Node:
        """The node at a reference. Raises KeyError if there is none."""
        cell = self._find(reference)
        if cell is not None:
            return self.view(cell)
        range_ = self._range(reference)
        if range_ is None:
            raise KeyError(reference)
        return self.view_of_range(range_)

    def questions(self) -> Iterator[Node]:
        """Every question in document order, relevant or not."""
        return _questions(self.root)

    # ---- views ----

    def view(self, cell: Cell) -> Node:
        """The one Node of a cell."""
        if cell.view is None:
            bind = cell.bind
            kind = "instance" if bind.repeat else "question" if bind.leaf else "group"
            cell.view = Node(self, kind, bind.control, cell, cell.reference)
        return cell.view

    def view_of_range(self, range_: Range) -> Node:
        """The one Node of a repeat."""
        if range_.view is None:
            bind = range_.bind
            parent = bind.parent
            assert parent is not None
            around = range_.frame.at(parent.depth).cells[parent.slot]
            range_.view = Node(self, "repeat", bind.control, around, range_.reference, range_)
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
        bind = around.bind if around is not None and around.bind is not None else self.form.root
        home = frame.at(bind.depth)
        key = (control, home)
        if key not in self._loose:
            kind = "group" if control.kind == "group" else "question"
            inner = home.range.bind.path if home.range else ""
            reference = home.reference + control.path[len(inner) :]
            self._loose[key] = Node(self, kind, control, home.cells[bind.slot], reference)
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

    # ---- language ----

    @property
    def language(self) -> str:
        """The language everything is said in, named as in the form."""
        return self._runtime.language

    @language.setter
    def language(self, language: str) -> None:
        self.set_language(language)

    def set_language(self, language: str) -> Changes:
        """Say everything in another language of the form. Raises Refused if it has no such."""
        if language not in self.form.languages:
            raise Refused("The form is not available in {language}.", language=language)
        self._runtime.language = language
        self.speech.forget()
        for cell in _all(self._engine.root.cells[0]):
            if cell.bind.control is not None:
                cell.choices = None
                self._engine.note(cell, how.LABEL | how.CHOICES)
        # Calculations may use jr:itext() or choice names, which speak the language.
        self._engine.mark_all()
        return self._settled()

    # ---- edits ----

    def canonical(self, reference: str, text: str) -> str:
        """`text` as it will be kept. Raises ValueError with a sentence, KeyError."""
        cell = self._cell(reference)
        control = cell.bind.control
        if control is not None and control.kind == "select":
            return self._in_choice_order(control, cell, text)
        return canonical(cell.bind.type, text)

    def _in_choice_order(self, control: Control, cell: Cell, text: str) -> str:
        """Two people who chose the same have the same text, in whatever order they clicked."""
        chosen = dict.fromkeys(text.split())
        if len(chosen) < 2:
            return " ".join(chosen)
        places = {
            choice.value: place for place, choice in enumerate(self.speech.choices(control, cell))
        }
        return " ".join(sorted(chosen, key=lambda word: places.get(word, len(places))))

    def set(self, reference: str, value: str) -> Changes:
        """Answer one question; blank clears it. Raises ValueError, KeyError.

        A value that violates a constraint is stored, and reported by violations().
        """
        return self.set_many({reference: value})

    def set_many(self, answers: Mapping[str, str]) -> Changes:
        """Answer several questions as one edit. Raises ValueError, KeyError, changing nothing."""
        texts = [
            (self._cell(reference), self.canonical(reference, value))
            for reference, value in answers.items()
        ]
        changed = [cell for cell, text in texts if cell.value != text]
        for cell, text in texts:
            self._engine.store(cell, text)
        self._engine.settle()
        for cell in changed:
            self._actions.changed(cell)
        return self._settled()

    def add_repeat(
        self,
        reference: str,
        id: str | None = None,  # noqa: A002
        *,
        before: str | None = None,
    ) -> Changes:
        """Add an instance at the end of a repeat, or before the one whose id is `before`.

        Raises KeyError, Refused, ValueError.
        """
        range_ = self._range(reference)
        if range_ is None:
            raise KeyError(reference)
        if range_.bind.count is not None:
            raise Refused("The form itself decides how many instances {path} has.", path=reference)
        id = self._engine.new_id() if id is None else id  # noqa: A001
        if not _ID.fullmatch(id):
            raise ValueError("An id of a repeat instance is made of lower-case letters and digits.")
        if any(frame.id == id for frame in range_.frames):
            raise ValueError("There is a repeat instance with this id already.")
        ids = [frame.id for frame in range_.frames]
        self._engine.add(range_, id, None if before is None else ids.index(before))
        return self._settled()

    def remove_repeat(self, reference: str) -> Changes:
        """Remove a repeat instance. Raises KeyError, Refused."""
        frame = self._engine.frames.get(reference)
        if frame is None or frame.range is None:
            raise KeyError(reference)
        if frame.range.bind.count is not None:
            raise Refused("The form itself decides how many instances {path} has.", path=reference)
        self._engine.remove(frame)
        return self._settled()

    def recompute(self) -> Changes:
        """Work everything out again; changes nothing if propagation is right."""
        for cell in _all(self._engine.root.cells[0]):
            cell.choices = None
        self._engine.mark_all()
        return self._settled()

    def finish(self) -> Changes:
        """Fill what is known only at the end, such as the end time."""
        finished(self._engine)
        return self._settled()

    def _settled(self) -> Changes:
        self._engine.settle()
        return self._engine.taken()

    # ---- what there is ----

    def answers(self) -> dict[str, str]:
        """The stored values of everything not calculated, by reference, blanks left out."""
        return {
            cell.reference: cell.value
            for cell in self._leaves()
            if cell.value and cell.bind.calculate is None
        }

    def repeats(self) -> list[str]:
        """The references of all repeat instances, outer before inner, in their order."""
        return [cell.reference for cell in _all(self._engine.root.cells[0]) if cell.bind.repeat]

    def violations(self) -> list[Violation]:
        """Why the form is not valid, in document order."""
        found = (node.violation for node in self.questions())
        return [each for each in found if each is not None]


def _all(cell: Cell) -> Iterator[Cell]:
    yield cell
    for each in cell.inner():
        yield from _all(each)


def _leaves(cell: Cell) -> Iterator[Cell]:
    for each in cell.inner():
        if each.bind.leaf:
            yield each
        else:
            yield from _leaves(each)


def _questions(node: Node) -> Iterator[Node]:
    for each in node.children:
        if each.kind == "question":
            yield each
        else:
            yield from _questions(each)
