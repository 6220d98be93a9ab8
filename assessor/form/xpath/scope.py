"""Static resolution of paths: their target binds, and the repeat instances shared with the context.

The compiler (which cells to bind) and the dependency graph (what a change reaches) use the same
resolution, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from assessor.form.model.definition import Bind
from assessor.form.model.xpath_tree import Call, Expr, Path, Step

_NONE: Mapping[str, Bind] = MappingProxyType({})


class PathTarget(NamedTuple):
    """A bind that a path reaches; `depth` counts the repeat instances shared with the context.

    If `depth` equals the bind's depth, the target is exactly one cell; otherwise all cells in the
    shared instance.
    """

    bind: Bind
    depth: int

    @property
    def single(self) -> bool:
        """Whether the target is exactly one cell."""
        return self.depth == self.bind.depth


class Scope(NamedTuple):
    """The place of an expression: the possible context binds, and the form.

    `here` is None outside the primary instance; `current` is the bind of the whole expression;
    `document` holds the root bind as its only child; `binds` are all binds by path.
    """

    here: tuple[PathTarget, ...] | None
    current: Bind | None
    document: Bind
    binds: Mapping[str, Bind] = _NONE

    def for_predicate(self, targets: Iterable[PathTarget] | None) -> Scope:
        """Return the scope of a predicate on `targets`."""
        here = None if targets is None else tuple(targets)
        return Scope(here, self.current, self.document, self.binds)


def scope_at(bind: Bind, document: Bind, binds: Mapping[str, Bind]) -> Scope:
    """Return the scope of a whole expression at `bind`."""
    return Scope((PathTarget(bind, bind.depth),), bind, document, binds)


def start_of(path: Path, scope: Scope) -> tuple[PathTarget, ...] | None:
    """Return the start targets of a path; None outside the primary instance."""
    if path.start is None:
        return scope.here
    if path.start == "/":
        return (PathTarget(scope.document, 0),)
    if isinstance(path.start, str):
        return None
    return targets_of(path.start, scope)


def targets_of(expr: Expr, scope: Scope) -> tuple[PathTarget, ...] | None:
    """Return the possible binds of a node-set expression; None outside the primary instance."""
    if isinstance(expr, Path):
        return _last(expr, scope)
    if isinstance(expr, Call) and expr.name == "current":
        return (PathTarget(scope.current, scope.current.depth),) if scope.current else None
    if (
        isinstance(expr, Call)
        and expr.name in {"randomize", "indexed-repeat", "depend"}
        and expr.args
    ):
        return targets_of(expr.args[0], scope)
    return None


def walk(path: Path, scope: Scope) -> Iterator[tuple[PathTarget, ...]]:
    """Yield the targets after each step, as long as the path stays in the primary instance."""
    targets = start_of(path, scope)
    if targets is None:
        return
    absolute = path.start == "/"
    last = len(path.steps) - 1
    for number, step in enumerate(path.steps):
        stay_in_instance = absolute and number < last and not step.predicates
        found: dict[Bind, int] = {}
        for source in targets:
            for target in step_targets(source, step):
                if stay_in_instance:
                    target = _within(target, scope)
                existing = found.get(target.bind)
                found[target.bind] = (
                    target.depth if existing is None else min(existing, target.depth)
                )
        targets = tuple(PathTarget(bind, depth) for bind, depth in found.items())
        yield targets


def _within(target: PathTarget, scope: Scope) -> PathTarget:
    """Restrict an absolute path through a repeat to the instance of the context.

    JavaRosa does so, and forms rely on it; not with a predicate, and not if the path ends at the
    repeat.
    """
    bind, depth = target
    if bind.repeat and depth == bind.depth - 1:
        for here in contexts(scope):
            if bind in here.bind.repeats and here.depth >= bind.depth:
                return PathTarget(bind, bind.depth)
    return target


def contexts(scope: Scope) -> tuple[PathTarget, ...]:
    """Return the context of absolute paths: the context binds, or the bind of the expression."""
    if scope.here is not None:
        return scope.here
    return (PathTarget(scope.current, scope.current.depth),) if scope.current else ()


def resolve(path: Path, scope: Scope) -> tuple[PathTarget, ...] | None:
    """Return the targets of a path; None outside the primary instance or at text nodes."""
    return None if _reaches_text(path) else _last(path, scope)


def _reaches_text(path: Path) -> bool:
    if isinstance(path.start, Path) and _reaches_text(path.start):
        return True
    for number, step in enumerate(path.steps):
        if step.test in {"text", "comment", "processing-instruction"} or step.axis == "namespace":
            return True
        if (
            step.test == "node"
            and step.axis in _TO_TEXT
            and not _excludes_text(path.steps[number + 1 :])
        ):
            return True
    return False


_TO_TEXT = frozenset({"child", "descendant", "descendant-or-self", "following", "preceding"})


def _excludes_text(steps: Sequence[Step]) -> bool:
    """Return whether the steps after node() exclude text nodes."""
    if not steps:
        return False
    if steps[0].test == "node":
        return steps[0].axis in {"child", "descendant", "attribute"}
    return steps[0].axis in {"child", "descendant", "attribute", "descendant-or-self", "self"}


def resolve_direct(path: Path, scope: Scope) -> PathTarget | None:
    """Return the target of a path that goes only up and then down by name (the fast, usual case).

    Return None for other paths and for paths without a target; use walk() for those.
    """
    existing = scope.binds.get(path.plain)
    if existing is not None and not existing.depth:
        return PathTarget(existing, 0)
    start = start_of(path, scope)
    if start is None or len(start) != 1:
        return None
    bind, depth = start[0]
    absolute, last, down = path.start == "/", len(path.steps) - 1, False
    for number, step in enumerate(path.steps):
        if step.predicates:
            return None
        axis = step.axis
        if axis == "child" and step.test == "name":
            child = bind.children_by_name.get(step.full)
            if child is None:
                return None
            bind, down = child, True
            if child.repeat and absolute and number < last:
                bind, depth = _within(PathTarget(bind, depth), scope)
        elif axis == "parent" and step.test == "node" and not down and bind.parent is not None:
            bind = bind.parent
            depth = min(depth, bind.depth)
        elif axis != "self" or step.test != "node":
            return None
    return PathTarget(bind, depth)


def _last(path: Path, scope: Scope) -> tuple[PathTarget, ...] | None:
    target = resolve_direct(path, scope)
    if target is not None:
        return (target,)
    targets = start_of(path, scope)
    for targets_after in walk(path, scope):
        targets = targets_after
    return targets


def step_targets(source: PathTarget, step: Step) -> Iterator[PathTarget]:
    """Yield the targets of one step."""
    if step.axis == "child" and step.test == "name":
        child = source.bind.children_by_name.get(step.full)
        if child is not None:
            yield PathTarget(child, source.depth)
        return
    for target in _axis(source, step.axis):
        if matches(target.bind, step):
            yield target


def matches(bind: Bind, step: Step) -> bool:
    """Return whether a bind passes the node test of a step."""
    if step.test == "node":
        return True
    if bind.parent is None or (bind.attribute and step.axis != "attribute"):
        return False  # names and `*` select elements, except on the attribute axis (XPath 1.0 §2.3)
    if step.test == "name":
        return bind.name == step.full
    if step.test == "*":
        return not step.prefix or bind.name.startswith(step.prefix + ":")
    return False


def _axis(target: PathTarget, axis: str) -> Iterable[PathTarget]:
    bind, depth = target
    if axis == "child":
        return [PathTarget(child, depth) for child in bind.children]
    if axis == "self":
        return [target]
    if axis == "attribute":
        return [PathTarget(child, depth) for child in bind.attributes]
    if axis == "parent":
        return _up(target, bind.parent)
    if axis in {"descendant", "descendant-or-self"}:
        return _down(bind, depth, axis == "descendant-or-self")
    if axis in {"ancestor", "ancestor-or-self"}:
        chain: Sequence[Bind] = tuple(bind.ancestors())
        return [
            PathTarget(each, min(depth, each.depth))
            for each in (chain[1:] if axis == "ancestor" else chain)
        ]
    if axis in {"following-sibling", "preceding-sibling"}:
        return [
            PathTarget(each, min(depth, parent.bind.depth))
            for parent in _up(target, bind.parent)
            for each in parent.bind.children
        ]
    if axis in {"following", "preceding"}:
        top = tuple(bind.ancestors())[-1]
        return _down(top, 0, False)
    return []


def _up(target: PathTarget, parent: Bind | None) -> list[PathTarget]:
    return [] if parent is None else [PathTarget(parent, min(target.depth, parent.depth))]


def _down(bind: Bind, depth: int, itself: bool) -> Iterator[PathTarget]:
    if itself:
        yield PathTarget(bind, depth)
    for child in bind.children:
        yield from _down(child, depth, True)
