"""The body of an XForm: groups, repeats and questions as controls."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assessor.form.model.datatypes import to_number
from assessor.form.model.definition import CHOICE_CONTROLS, Bind, Control, Itemset, Output, Text
from assessor.form.model.itext import text_from, text_from_ref
from assessor.form.model.markup import JAVAROSA, Element, by_name, child, elements, local, text_of
from assessor.form.model.xpath_tree import ExpressionError
from assessor.form.parse.external_instances import external_itemset
from assessor.form.parse.model_parser import ACTIONS, ModelParser
from assessor.form.parse.problems import Problems

CONTROLS = {
    "input": "input",
    "secret": "input",
    "textarea": "input",
    "select1": "select1",
    "select": "select",
    "trigger": "trigger",
    "upload": "upload",
    "range": "range",
    "rank": "rank",
}
_RELATIVE = re.compile(r"\s*[^\W\d][\w.\-]*(?:/[\w.\-]+)*\s*\Z")
_WORDS = frozenset({"label", "hint", "help", "alert", "item", "itemset", "value", "choices"})
LEFT_OUT = "It is left out."
NO_CHOICES = "It is shown without choices."


class BodyParser:
    """A parser of the body; it sets the control of binds.

    `translated`: whether the form has texts by language. `external` becomes whether a question
    takes its choices from itemsets.csv.
    """

    def __init__(self, model: ModelParser, problems: Problems, *, translated: bool) -> None:
        self.model = model
        self.problems = problems
        self.translated = translated
        self.external = False

    def parse(self, body: Element) -> Control:
        """Parse the body to one root group."""
        root = Control("group", self.model.root, None, self.model.root.path)
        root.appearance = body.get("class", "")
        self._children(body, root)
        return root

    def _children(self, element: Element, control: Control) -> None:
        for each in elements(element):
            name = local(each)
            if name == "group":
                self._group(each, control)
            elif name == "repeat":
                self._repeat(each, control)
            elif name in CONTROLS:
                self._question(each, control, CONTROLS[name])
            elif name in ACTIONS:
                self.model.parse_action(each, control.bind)
            elif name in _WORDS:
                continue
            else:
                what = f"The element {name} in the form's body is not supported."
                fix = "Remove it, or ask for it to be supported."
                self.problems.add(what, fix, control.path, LEFT_OUT)

    def _reference(self, element: Element, control: Control) -> tuple[Bind | None, str]:
        """Return the bind that an element names, and the name or blank."""
        name = element.get("bind")
        if name is not None:
            return self.model.named.get(name), name
        ref = element.get("ref") or element.get("nodeset") or ""
        return (
            self.model.find_bind(ref, control.home_bind or self.model.root) if ref else None
        ), ref

    def _group(self, element: Element, parent: Control) -> None:
        bind, ref = self._reference(element, parent)
        if ref and bind is None:
            self._note_missing(element, ref, "It is only a heading around what stands in it.")
        inner = child(element, "repeat")
        repeat = self._reference(inner, parent)[0] if inner is not None else None
        if repeat is not None and bind in (repeat, None) and self._is_repeat_label(element, inner):
            self._repeat(inner, parent, element)
            return
        if bind is not None and self._outer_repeats(bind, parent):
            bind = None  # the instance is ambiguous: the group only holds questions
        path = bind.path if bind else f"{parent.path}/#{len(parent.children) + 1}"
        control = Control("group", bind, parent, path, element.get("appearance", ""))
        self._words(by_name(element), control)
        parent.children.append(control)
        if bind is not None and bind.control is None:
            bind.control = control
        self._children(element, control)

    def _is_repeat_label(self, element: Element, repeat: Element) -> bool:
        """Return whether a group only gives a repeat its label."""
        return all(each is repeat or local(each) in _WORDS for each in elements(element))

    def _repeat(self, element: Element, parent: Control, group: Element | None = None) -> None:
        bind, ref = self._reference(element, parent)
        if bind is None or not bind.repeat:
            self._note_missing(element, ref)
            return
        if any(outer.kind == "repeat" and outer.bind is bind for outer in parent.with_ancestors()):
            what = "The repeat stands inside itself."
            self.problems.add(what, "Take one of the two out.", bind.path, LEFT_OUT)
            return
        labelled = element if group is None else group
        appearance = labelled.get("appearance") or element.get("appearance", "")
        control = Control("repeat", bind, parent, bind.path, appearance)
        self._words(by_name(labelled), control)
        count = element.get(f"{{{JAVAROSA}}}count")
        if count and _RELATIVE.match(count):
            count = f"../{count.strip()}"  # relative to the repeat, not to its instance
        bind.count = self.model.expression(count, bind)
        bind.fixed = element.get(f"{{{JAVAROSA}}}noAddRemove", "").strip() in {"true()", "true"}
        parent.children.append(control)
        bind.control = control
        self._children(element, control)

    def _outer_repeats(self, bind: Bind, parent: Control) -> list[Bind]:
        """Return the repeats around a node that are not around the control `parent`."""
        children = [each.bind for each in parent.with_ancestors() if each.kind == "repeat"]
        return [each for each in bind.repeats if each not in children]

    def _is_misplaced(self, element: Element, bind: Bind, parent: Control) -> bool:
        """Note a question outside the repeat instance of its node; return whether it is one."""
        if bind.repeat:
            what, fix = "The node repeats", "Ask for a node inside the repeat."
        elif missing := self._outer_repeats(bind, parent):
            what, fix = f"The node is in the repeat {missing[0].path}", "Move the question there."
        else:
            return False
        what = f"{what}, and a {local(element)} outside of it names it."
        self.problems.add(what, fix, bind.path, LEFT_OUT)
        return True

    def _note_missing(self, element: Element, ref: str, instead: str = "") -> None:
        if ref:
            what, fix = f"names the node {ref}, which is not in the form", "Correct its ref."
        else:
            what, fix = "names no node", "Give it a ref or nodeset."
        self.problems.add(f"A {local(element)} {what}.", fix, ref, instead or LEFT_OUT)

    def _question(self, element: Element, parent: Control, kind: str) -> None:
        bind, ref = self._reference(element, parent)
        if bind is None:
            self._note_missing(element, ref)
        if bind is None or self._is_misplaced(element, bind, parent):
            return
        query = element.get("query", "") if kind == "input" else ""
        if query:
            kind = "select1"
        elif kind == "input" and _is_note(bind):
            kind = "note"
        control = Control(kind, bind, parent, bind.path, _appearance(element, kind))
        children = by_name(element)
        self._words(children, control)
        control.settings = self._settings(element, control) or control.settings
        parent.children.append(control)
        bind.control = control
        if not ACTIONS.isdisjoint(children):
            for each in elements(element):
                if local(each) in ACTIONS:
                    self.model.parse_action(each, bind)
        if query:
            control.itemset = external_itemset(self.model, query, bind, self.translated)
            self.external = True
        elif kind in CHOICE_CONTROLS:
            self._choices(element, children.get("itemset"), control, bind)

    def _settings(self, element: Element, control: Control) -> dict[str, str]:
        """Return further attributes: numbers of a range, the MIME type of an upload."""
        found = {
            tag.rpartition("}")[2]: value
            for tag, value in element.items()
            if tag not in {"ref", "appearance", "bind", "query"}
        }
        for name in ("start", "end", "step") if control.kind == "range" else ():
            text = found.get(name, "")
            if text and to_number(text) != to_number(text):
                what = f"The {name} of the range, {text}, is no number."
                self.problems.add(what, "Correct it.", control.path, "The range is without it.")
                del found[name]
        media = found.get("mediatype", "")
        if control.kind == "upload" and media and "/" not in media:
            what, fix = f"The media type {media} is none.", "Write it like image/*."
            self.problems.add(what, fix, control.path, "Every kind of file is taken.")
            del found["mediatype"]
        return found

    def _words(self, children: Mapping[str, Element], control: Control) -> None:
        try:
            control.label = text_from(children.get("label"))
            control.hint = text_from(children.get("hint"))
        except ExpressionError as error:
            self.problems.add(error, path=control.path)

    def _choices(
        self, element: Element, itemset: Element | None, control: Control, bind: Bind
    ) -> None:
        if itemset is not None:
            control.itemset = self._itemset(itemset, bind)
            return
        found: list[tuple[str, Text]] = []
        for item in element.iter("{*}item"):
            value = child(item, "value")
            if value is None:
                self.problems.add("A choice has no value.", "Give it one.", bind.path, LEFT_OUT)
                continue
            text = text_of(value).strip()
            found.append((text, text_from(child(item, "label")) or Text((text,))))
        control.choices = tuple(found)
        if not found:
            what, fix = "The question has no choices.", "Give it a list of them."
            self.problems.add(what, fix, bind.path, NO_CHOICES)

    def _itemset(self, element: Element, bind: Bind) -> Itemset | None:
        nodes = self.model.expression(element.get("nodeset"), bind)
        children = by_name(element)
        value, label = children.get("value"), children.get("label")
        if nodes is None or value is None:
            what, fix = "The choices have no nodes or no value.", "Give the itemset both."
            self.problems.add(what, fix, bind.path, NO_CHOICES)
            return None
        read = self.model.expression(value.get("ref"), None, bind.path)
        fix = "Name it in the itemset."
        if read is None:
            self.problems.add("The choices have no value.", fix, bind.path, NO_CHOICES)
            return None
        if label is None:
            what, instead = "The choices have no label.", "Their values are shown."
            self.problems.add(what, fix, bind.path, instead)
            return Itemset(nodes, read, Text((Output(read.source, read.tree),)))
        try:
            return Itemset(nodes, read, text_from_ref(label.get("ref", "")))
        except ExpressionError as error:
            self.problems.add(error, path=bind.path)
            return None


def _appearance(element: Element, kind: str) -> str:
    """Return the appearance words; `search` on selects is the old name of `autocomplete`."""
    text: str = element.get("appearance", "")
    words = text.split()
    if kind in CHOICE_CONTROLS and "search" in words and "autocomplete" not in words:
        return f"autocomplete {text}"
    return text


def _is_note(bind: Bind) -> bool:
    always = bind.readonly is not None and bind.readonly.constant is True
    return always and bind.type == "string" and bind.calculate is None
