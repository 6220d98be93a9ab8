"""Rendering of an instance's texts: labels, hints, messages and choices in its language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from assessor.form.live.engine import Engine
from assessor.form.model.cells import Cell
from assessor.form.model.definition import Bind, Choice, Control, Itemset, Output, Part, Text
from assessor.form.model.itext import forms_of
from assessor.form.model.xpath_nodes import FixedNode, XNode
from assessor.form.model.xpath_tree import Call, Expr
from assessor.form.xpath.compiler import Compiler
from assessor.form.xpath.itemsets import choices_key, label_column, without_filter
from assessor.form.xpath.predicates import child_name
from assessor.form.xpath.scope import targets_of

Closure = Callable[[Any], Any]
MakeChoices = Callable[[list[XNode]], tuple[Choice, ...]]


class TextRenderer:
    """A renderer of texts and itemsets for one instance, in the runtime's language."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._form = engine.form
        self._used_forms: dict[str, bool] = {}
        self._rendering: set[str] = set()
        self._outputs: dict[tuple[str, Bind], Closure] = {}
        self._itemsets: dict[Control, tuple[Closure, MakeChoices]] = {}
        self._choice_caches: dict[tuple[str, ...], dict[XNode, Choice]] = {}
        self._fixed_labels: dict[tuple[str, ...], bool] = {}
        self._shared_choices: dict[tuple[str, ...], tuple[Choice, ...]] = {}
        engine.runtime.itext = self._itext
        engine.runtime.choice_label = self._choice_label

    def clear_caches(self) -> None:
        """Clear all caches after a change of language."""
        self._shared_choices.clear()
        for cache in self._choice_caches.values():
            cache.clear()

    def render(self, text: Text | None, cell: Cell, form: str = "") -> str:
        """Return a text with its outputs at a cell; `form` may be guidance, short, image …"""
        if text is None:
            return ""
        if text.itext:
            return self._itext_value(text.itext, form, cell)
        return self._joined(text.parts, cell) if not form else ""

    def _itext_value(self, name: str, form: str, cell: Cell) -> str:
        texts, language = self._form.texts, self._engine.runtime.language
        words = texts.get(language, {}).get(name)
        if words is None:
            words = texts.get(self._form.default_language, {}).get(name, "")
        if isinstance(words, str):
            return "" if form else words
        parts = words.get(form)
        if parts is None and not form:
            parts = words.get("long", words.get("short"))
        if name in self._rendering:
            return ""  # a text that contains itself
        self._rendering.add(name)
        try:
            return self._joined(parts or (), cell)
        finally:
            self._rendering.discard(name)

    def _joined(self, parts: Sequence[Part], cell: Cell) -> str:
        if len(parts) == 1 and isinstance(parts[0], str):
            return parts[0]
        # pyxform adds a space before and after texts with outputs.
        return "".join(
            part if isinstance(part, str) else self._output(part, cell) for part in parts
        ).strip()

    def _output(self, output: Output, cell: Cell) -> str:
        key = (output.source, cell.bind)
        closure = self._outputs.get(key)
        if closure is None:
            closure = self._engine.compile(output.tree, cell.bind, "string")
            self._outputs[key] = closure
        found: str = closure(cell)
        return "" if found == "NaN" else found

    def _itext(self, name: str, node: XNode) -> str:
        cell = node if isinstance(node, Cell) else self._engine.root.cells[1]
        return self._itext_value(name, "", cell)

    def choices(self, control: Control, cell: Cell) -> tuple[Choice, ...]:
        """Return the choices offered at a cell."""
        if cell.choices is None:
            cell.choices = self._build_choices(control, cell)
        return cell.choices

    def all_choices(self, control: Control, cell: Cell) -> tuple[Choice, ...]:
        """Return all choices, without the filter."""
        if control.itemset is None or not control.filtered:
            return self.choices(control, cell)
        nodes, offer = self._compiled(without_filter(control.itemset), cell.bind)
        return self._evaluate(nodes, offer, cell)

    def has_fixed_labels(self, control: Control, cell: Cell) -> bool:
        """Return whether all choices have different values and fixed texts of the form."""
        key = self._key(control, control.itemset) if control.itemset is not None else None
        if key is None:
            return self._have_fixed_labels(control, cell)
        if key not in self._fixed_labels:
            self._fixed_labels[key] = self._have_fixed_labels(control, cell)
        return self._fixed_labels[key]

    def _have_fixed_labels(self, control: Control, cell: Cell) -> bool:
        with_outputs, itemset = self._form.texts_with_outputs, control.itemset
        values = [choice.value for choice in self.all_choices(control, cell)]
        if len(set(values)) < len(values):
            return False
        if itemset is None:
            texts = [text for _, text in control.choices if text is not None]
            parts = [part for text in texts for part in text.parts]
            has_outputs = any(text.itext in with_outputs for text in texts)
            return not has_outputs and all(isinstance(part, str) for part in parts)
        column = label_column(itemset.label)
        listed = itemset.nodes.source.strip().startswith("instance(")
        if not (listed and column and child_name(itemset.value.tree)):
            return False
        nodes, _ = self._compiled(without_filter(itemset), cell.bind)
        return all(
            isinstance(node, FixedNode) and node.child_text(column) not in with_outputs
            for node in nodes(cell)
        )

    def choice_media(self, control: Control, cell: Cell, form: str) -> dict[str, str]:
        """Return the media files of the choices' labels in a form (image, audio …), by value."""
        if not self._is_used(form):
            return {}
        itemset = control.itemset
        if itemset is None:
            found = {value: self.render(label, cell, form) for value, label in control.choices}
            return {value: name for value, name in found.items() if name}
        named = _text_id(itemset.label)
        if named is None:
            return {}
        nodes, _ = self._closures(control, itemset, cell.bind)
        compiler = self._item_compiler(itemset, cell.bind)
        value_of, text_id = compiler.string(itemset.value.tree), compiler.string(named)
        runtime = self._engine.runtime
        saved, runtime.current = runtime.current, cell
        try:
            files = {
                value_of(node): self._itext_value(text_id(node), form, cell) for node in nodes(cell)
            }
        finally:
            runtime.current = saved
        return {value: name for value, name in files.items() if name}

    def _is_used(self, form: str) -> bool:
        """Return whether any text of the form has this form; most are plain words."""
        if form not in self._used_forms:
            texts = (text for language in self._form.texts.values() for text in language.values())
            self._used_forms[form] = any(form in forms_of(text) for text in texts)
        return self._used_forms[form]

    def _build_choices(self, control: Control, cell: Cell) -> tuple[Choice, ...]:
        itemset = control.itemset
        if itemset is None:
            return tuple(
                Choice(value, self.render(label, cell)) for value, label in control.choices
            )
        key = self._key(control, itemset)
        found = self._shared_choices.get(key) if key is not None else None
        if found is None:
            found = self._evaluate(*self._closures(control, itemset, cell.bind), cell)
            if key is not None:
                self._shared_choices[key] = found
        return found

    def _key(self, control: Control, itemset: Itemset) -> tuple[str, ...] | None:
        """Return a key to share equal, unfiltered choices between controls, or None."""
        source = itemset.nodes.source.strip()
        if control.filtered or not source.startswith("instance(") or "random" in source:
            return None
        return (source, *choices_key(itemset))

    def _evaluate(self, nodes: Closure, offer: MakeChoices, cell: Cell) -> tuple[Choice, ...]:
        runtime = self._engine.runtime
        saved, runtime.current = runtime.current, cell
        try:
            return offer(nodes(cell))
        finally:
            runtime.current = saved

    def _closures(
        self, control: Control, itemset: Itemset, bind: Bind
    ) -> tuple[Closure, MakeChoices]:
        found = self._itemsets.get(control)
        if found is None:
            found = self._itemsets[control] = self._compiled(itemset, bind)
        return found

    def _compiled(self, itemset: Itemset, bind: Bind) -> tuple[Closure, MakeChoices]:
        nodes = self._engine.compile(itemset.nodes.tree, bind, "nodes")
        compiler = self._item_compiler(itemset, bind)
        value = compiler.string(itemset.value.tree)
        label = self._label(compiler, itemset.label)
        return nodes, self._choice_maker(itemset, value, label)

    def _choice_maker(self, itemset: Itemset, value: Closure, label: Closure) -> MakeChoices:
        """Return a converter of items to choices; choices of fixed items are cached."""
        name = label_column(itemset.label)
        if not child_name(itemset.value.tree) or not name:
            return lambda nodes: tuple(Choice(value(node), label(node)) for node in nodes)
        cache, with_outputs = (
            self._choice_caches.setdefault(choices_key(itemset), {}),
            self._form.texts_with_outputs,
        )

        def choice(node: XNode) -> Choice:
            found = Choice(value(node), label(node))
            if isinstance(node, FixedNode) and node.child_text(name) not in with_outputs:
                cache[node] = found
            return found

        return lambda nodes: tuple([cache.get(node) or choice(node) for node in nodes])

    def _item_compiler(self, itemset: Itemset, bind: Bind) -> Compiler:
        """Return a compiler for expressions at the nodes of an itemset."""
        scope = self._engine.scope(bind)
        targets = targets_of(itemset.nodes.tree, scope)
        binds = None if targets is None else tuple(target.bind for target in targets)
        return Compiler(self._engine.runtime, scope).for_predicate(binds)

    def _label(self, compiler: Compiler, text: Text) -> Closure:
        trees: list[Expr] = [part.tree for part in text.parts if isinstance(part, Output)]
        if len(trees) == 1 and len(text.parts) == 1:
            return compiler.string(trees[0])
        name = text.itext
        return lambda node: self._itext(name, node)

    def _choice_label(self, node: XNode, value: str) -> str:
        if not isinstance(node, Cell) or node.bind.control is None:
            return ""
        offered = self.choices(node.bind.control, node)
        return next((choice.label for choice in offered if choice.value == value), "")


def _text_id(text: Text) -> Expr | None:
    """Return the expression of the text id in a label jr:itext(…), or None."""
    parts = text.parts
    if len(parts) == 1 and isinstance(parts[0], Output):
        tree = parts[0].tree
        if isinstance(tree, Call) and tree.name == "jr:itext":
            return tree.args[0]
    return None
