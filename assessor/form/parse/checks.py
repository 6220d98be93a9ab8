"""The check of the whole form, and the order of its computations."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.form.model import definition
from assessor.form.model.xpath_nodes import FixedNode
from assessor.form.model.xpath_tree import Call, Expr, ExpressionError, Literal, Path
from assessor.form.parse.calculation_order import order_computations
from assessor.form.parse.problems import Problems
from assessor.form.xpath.dependencies import Dependencies, DependencyReader
from assessor.form.xpath.itemsets import label_column, whole_list_key
from assessor.form.xpath.predicates import child_name
from assessor.form.xpath.scope import Scope, scope_at, targets_of
from assessor.form.xpath.static_types import static_type

_NOT_SELF_DEPENDENT = {definition.READONLY: "read only", definition.REQUIRED: "required"}
"""Properties that must not depend on the node's own value (others would be cycles)."""


def check_form(form: definition.Form, problems: Problems) -> None:
    """Note problems of all expressions; set the computations of `form` and their edges."""
    checker = _Checker(form, problems)
    for bind in form.binds.values():
        checker.bind(bind)
    for control in controls(form.body):
        checker.control(control)
    for action in form.actions:
        checker.action(action)
    checker.labels_of_choices()
    form.texts_with_outputs = frozenset(checker.spoken)
    computations, cycles = order_computations(list(checker.reads), checker.reads)
    problems.add_all(cycles)
    form.computations = computations


def controls(control: definition.Control) -> Iterator[definition.Control]:
    """Yield the control and everything in it, in document order."""
    yield control
    for each in control.children:
        yield from controls(each)


class _Checker:
    def __init__(self, form: definition.Form, problems: Problems) -> None:
        self.form = form
        self.problems = problems
        self.reads: dict[definition.Computation, Dependencies] = {}
        self._choices: dict[definition.Bind, Dependencies] = {}
        self._checked_lists: set[tuple[str, ...]] = set()
        self._ids = frozenset().union(*form.texts.values())
        self.spoken: dict[str, list[definition.Output]] = {}
        for texts in form.texts.values():
            for name, words in texts.items():
                for parts in () if isinstance(words, str) else words.values():
                    outputs = [part for part in parts if isinstance(part, definition.Output)]
                    if outputs:
                        self.spoken.setdefault(name, []).extend(outputs)

    def bind(self, bind: definition.Bind) -> None:
        """Check the expressions of a bind."""
        if not bind.explicit and bind.count is None:
            return
        for kind, expression in (
            (definition.CALCULATE, bind.calculate),
            (definition.RELEVANT, bind.relevant),
            (definition.READONLY, bind.readonly),
            (definition.REQUIRED, bind.required),
            (definition.COUNT, bind.count),
        ):
            if expression is not None:
                self._add(kind, bind, expression)
        if bind.leaf and (bind.constraint is not None or bind.required is not None):
            reads = self._read(bind.constraint.tree, bind) if bind.constraint else Dependencies()
            self.reads[definition.Computation(-1, definition.JUDGE, bind, bind.constraint)] = reads

    def _add(self, kind: int, bind: definition.Bind, expression: definition.Expression) -> None:
        settled = expression.constant is not None
        reads = Dependencies() if settled else self._read(expression.tree, bind)
        self.reads[definition.Computation(-1, kind, bind, expression)] = reads
        word = _NOT_SELF_DEPENDENT.get(kind)
        if word and reads.values.get(bind) == bind.depth:
            what = f"Whether it is {word} depends on its own value, which ODK's clients refuse."
            fix = "Let it depend on another question, or write a constraint."
            self.problems.add(what, fix, bind.path, "It is judged by the value as it stands.")

    def _read(self, tree: Expr, bind: definition.Bind) -> Dependencies:
        return self._read_at(tree, scope_at(bind, self.form.document, self.form.binds), bind)

    def _read_at(self, tree: Expr, scope: Scope, bind: definition.Bind) -> Dependencies:
        reader = DependencyReader(self.form.instances)
        try:
            reader.read(tree, scope)
        except ExpressionError as error:
            self.problems.add(error, path=bind.path)
        for problem in reader.reads.problems:
            self.problems.add(problem.what, problem.fix, bind.path, problem.instead)
        return reader.reads

    def action(self, action: definition.Action) -> None:
        """Check an action; it has no order, since it runs on events."""
        here = action.target.context
        assert here is not None
        self._read(action.target.tree, here)
        if action.value is not None:
            self._read(action.value.tree, action.bind)

    def control(self, control: definition.Control) -> None:
        """Check the texts and choices of a control."""
        bind = control.home_bind or self.form.root
        texts = [control.label, control.hint]
        if control.bind is bind:
            texts += (bind.constraint_message, bind.required_message)
        outputs = [output for text in texts if text for output in self._outputs(text, bind)]
        if outputs:
            dependencies = Dependencies()
            for output in outputs:
                _merge(dependencies, self._read(output.tree, bind))
            if dependencies.values or dependencies.shapes:
                self.reads[definition.Computation(-1, definition.LABEL, bind, None)] = dependencies
        if control.itemset is not None:
            self._itemset(control, control.itemset, bind)

    def _itemset(
        self, control: definition.Control, itemset: definition.Itemset, bind: definition.Bind
    ) -> None:
        key = whole_list_key(itemset)
        if key in self._checked_lists:
            return
        problems_before = len(self.problems)
        dependencies = self._read(itemset.nodes.tree, bind)
        valid = len(self.problems) == problems_before
        if valid and static_type(itemset.nodes.tree) not in {"nodes", "any"}:
            what = f"The choices come from `{itemset.nodes.source}`, which is a value and no nodes."
            fix = "Name the nodes they come from."
            self.problems.add(what, fix, bind.path, "No choices are offered.")
            control.itemset = None
            return
        scope = scope_at(bind, self.form.document, self.form.binds)
        targets = targets_of(itemset.nodes.tree, scope)
        inner = scope.for_predicate(targets)
        _merge(dependencies, self._read_at(itemset.value.tree, inner, bind))
        for part in itemset.label.parts:
            if isinstance(part, definition.Output):
                _merge(dependencies, self._read_at(part.tree, inner, bind))
        self._outputs_of_labels(itemset, dependencies)
        self._check_columns(itemset, bind)
        self._choices[bind] = dependencies
        if dependencies.values or dependencies.shapes:
            control.filtered = True
            self.reads[definition.Computation(-1, definition.CHOICES, bind, None)] = dependencies
        elif key is not None and len(self.problems) == problems_before:
            self._checked_lists.add(key)

    def _outputs_of_labels(self, itemset: definition.Itemset, target: Dependencies) -> None:
        """Merge what outputs in item labels read; labels are rendered at the root."""
        written = [
            part.source for part in itemset.label.parts if isinstance(part, definition.Output)
        ]
        if not self.spoken or not any("jr:itext" in source for source in written):
            return
        items, column = self._items(itemset.nodes.tree), label_column(itemset.label)
        spoken = {item.child_text(column) for item in items} if items and column else self._ids
        for name in sorted(self.spoken.keys() & spoken):
            for output in self.spoken[name]:
                _merge(target, self._read(output.tree, self.form.root))

    def _check_columns(self, itemset: definition.Itemset, bind: definition.Bind) -> None:
        """Check that value and label exist, if the items are known."""
        items = self._items(itemset.nodes.tree)
        label = itemset.label.parts[0] if len(itemset.label.parts) == 1 else ""
        trees = {"value": itemset.value.tree}
        if isinstance(label, definition.Output):
            trees["label"] = label.tree
        for what, tree in trees.items():
            name = child_name(tree)
            if items and name and not any(list(item.children_named(name)) for item in items):
                mistake = f"The choices have no {what} called {name}."
                fix, instead = "Name a column of the list.", "It reads as empty."
                self.problems.add(mistake, fix, bind.path, instead)

    def _items(self, tree: Expr) -> list[FixedNode]:
        """Return the items of instance('x')/…/item without predicates; none for other paths."""
        start = tree.start if isinstance(tree, Path) else None
        if not isinstance(tree, Path) or not isinstance(start, Call) or start.name != "instance":
            return []
        name = start.args[0]
        document = self.form.instances.get(name.value) if isinstance(name, Literal) else None
        found = [document] if document is not None else []
        for step in tree.steps:
            if step.axis != "child" or step.test != "name":
                return []
            found = [child for node in found for child in node.children_named(step.full)]
        return found

    def _outputs(self, text: definition.Text, bind: definition.Bind) -> list[definition.Output]:
        """Return the outputs of a text in any language."""
        if not text.itext:
            return [part for part in text.parts if isinstance(part, definition.Output)]
        if text.itext not in self._ids:
            what = f"There is no translation with the id {text.itext}."
            fix, instead = "Add it to the itext.", "Nothing is shown in its place."
            self.problems.add(what, fix, bind.path, instead)
        return self.spoken.get(text.itext, [])

    def labels_of_choices(self) -> None:
        """Merge the dependencies of choices into what reads their labels."""
        for reads in self.reads.values():
            for bind in reads.choices:
                if bind in self._choices:
                    _merge(reads, self._choices[bind])


def _merge(target: Dependencies, source: Dependencies) -> None:
    for bind, depth in source.values.items():
        target.add_value(bind, depth)
    for (repeat, only_later), depth in source.shapes.items():
        target.add_shape(repeat, depth, only_later)
    target.choices |= source.choices
