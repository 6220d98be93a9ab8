"""What a path can mean, worked out on binds alone: its targets, and how much they share with here.

The same walk serves the compiler (which cells to bind to) and the dependency graph (what a change
reaches), so that the two cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from assessor.form.model.definition import Bind
from assessor.form.model.xpath_tree import Call, Expr, Path, Step

_NONE: Mapping[str, Bind] = MappingProxyType({})


class PathTarget(NamedTuple):
    """A bind a path arrives at; `depth` counts the repeat instances shared with the context.

    Where `depth` equals the bind's own depth there is exactly one cell; otherwise all cells under
    the shared instance are meant.
    """

    bind: Bind
    depth: int

    @property
    def single(self) -> bool:
        """Whether exactly one cell is meant."""
        return self.depth == self.bind.depth


class Scope(NamedTuple):
    """Where an expression stands: the binds its context may be, and the form around it.

    `here` is None where the context is not in the primary instance; `current` is the bind the
    whole expression belongs to; `document` holds the root bind as its only child, and `binds` are
    all there are, by path.
    """

    here: tuple[PathTarget, ...] | None
    current: Bind | None
    document: Bind
    binds: Mapping[str, Bind] = _NONE

    def inside(self, spots: Iterable[PathTarget] | None) -> Scope:
        """The scope of a predicate on `spots`."""
        here = None if spots is None else tuple(spots)
        return Scope(here, self.current, self.document, self.binds)


def scope_at(bind: Bind, document: Bind, binds: Mapping[str, Bind]) -> Scope:
    """The scope of a whole expression at `bind`."""
    return Scope((PathTarget(bind, bind.depth),), bind, document, binds)


def start_of(path: Path, scope: Scope) -> tuple[PathTarget, ...] | None:
    """The spots a path starts from; None if that is outside the primary instance."""
    if path.start is None:
        return scope.here
    if path.start == "/":
        return (PathTarget(scope.document, 0),)
    if isinstance(path.start, str):
        return None
    return targets_of(path.start, scope)


def targets_of(expr: Expr, scope: Scope) -> tuple[PathTarget, ...] | None:
    """The binds a node-set expression can give, or None if it leaves the primary instance."""
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
    """The spots after each step; stops where the path leaves the primary instance."""
    spots = start_of(path, scope)
    if spots is None:
        return
    absolute = path.start == "/"
    last = len(path.steps) - 1
    for number, step in enumerate(path.steps):
        keep = absolute and number < last and not step.predicates
        found: dict[Bind, int] = {}
        for spot in spots:
            for target in step_targets(spot, step):
                if keep:
                    target = _within(target, scope)
                known = found.get(target.bind)
                found[target.bind] = target.depth if known is None else min(known, target.depth)
        spots = tuple(PathTarget(bind, depth) for bind, depth in found.items())
        yield spots


def _within(target: PathTarget, scope: Scope) -> PathTarget:
    """An absolute path that passes through a repeat the context is in means that instance.

    So JavaRosa has it, and forms rely on it; a predicate, or ending at the repeat, lifts it.
    """
    bind, depth = target
    if bind.repeat and depth == bind.depth - 1:
        for here in contexts(scope):
            if bind in here.bind.repeats and here.depth >= bind.depth:
                return PathTarget(bind, bind.depth)
    return target


def contexts(scope: Scope) -> tuple[PathTarget, ...]:
    """The spots absolute paths relate to: the context, or else where the expression stands."""
    if scope.here is not None:
        return scope.here
    return (PathTarget(scope.current, scope.current.depth),) if scope.current else ()


def resolve(path: Path, scope: Scope) -> tuple[PathTarget, ...] | None:
    """All spots a path ends at; None if it leaves the primary instance or reaches text nodes."""
    return None if _reaches_text(path) else _last(path, scope)


def _reaches_text(path: Path) -> bool:
    if isinstance(path.start, Path) and _reaches_text(path.start):
        return True
    for number, step in enumerate(path.steps):
        if step.test in {"text", "comment", "processing-instruction"} or step.axis == "namespace":
            return True
        if step.test == "node" and step.axis in _TO_TEXT and not _leaves(path.steps[number + 1 :]):
            return True
    return False


_TO_TEXT = frozenset({"child", "descendant", "descendant-or-self", "following", "preceding"})


def _leaves(rest: Sequence[Step]) -> bool:
    """Whether the steps that follow node() leave the text inside of answers behind."""
    if not rest:
        return False
    if rest[0].test == "node":
        return rest[0].axis in {"child", "descendant", "attribute"}
    return rest[0].axis in {"child", "descendant", "attribute", "descendant-or-self", "self"}


def resolve_direct(path: Path, scope: Scope) -> PathTarget | None:
    """The spot of a path that only goes up and then down by name: the usual case, told quickly.

    None where the path is anything else, or leads nowhere; walk() then has the whole answer.
    """
    known = scope.binds.get(path.plain)
    if known is not None and not known.depth:
        return PathTarget(known, 0)
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
            child = bind.named.get(step.full)
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
    spot = resolve_direct(path, scope)
    if spot is not None:
        return (spot,)
    spots = start_of(path, scope)
    for after in walk(path, scope):
        spots = after
    return spots


def step_targets(spot: PathTarget, step: Step) -> Iterator[PathTarget]:
    """The spots one step leads to from `spot`."""
    if step.axis == "child" and step.test == "name":
        child = spot.bind.named.get(step.full)
        if child is not None:
            yield PathTarget(child, spot.depth)
        return
    for target in _axis(spot, step.axis):
        if matches(target.bind, step):
            yield target


def matches(bind: Bind, step: Step) -> bool:
    """Whether a bind passes the node test of a step."""
    if step.test == "node":
        return True
    if bind.parent is None or (bind.attribute and step.axis != "attribute"):
        return False  # names and `*` are of elements, but for the attribute axis (XPath 1.0 §2.3)
    if step.test == "name":
        return bind.name == step.full
    if step.test == "*":
        return not step.prefix or bind.name.startswith(step.prefix + ":")
    return False


def _axis(spot: PathTarget, axis: str) -> Iterable[PathTarget]:
    bind, depth = spot
    if axis == "child":
        return [PathTarget(child, depth) for child in bind.children]
    if axis == "self":
        return [spot]
    if axis == "attribute":
        return [PathTarget(child, depth) for child in bind.attributes]
    if axis == "parent":
        return _up(spot, bind.parent)
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
            for parent in _up(spot, bind.parent)
            for each in parent.bind.children
        ]
    if axis in {"following", "preceding"}:
        top = tuple(bind.ancestors())[-1]
        return _down(top, 0, False)
    return []


def _up(spot: PathTarget, parent: Bind | None) -> list[PathTarget]:
    return [] if parent is None else [PathTarget(parent, min(spot.depth, parent.depth))]


def _down(bind: Bind, depth: int, itself: bool) -> Iterator[PathTarget]:
    if itself:
        yield PathTarget(bind, depth)
    for child in bind.children:
        yield from _down(child, depth, True)
