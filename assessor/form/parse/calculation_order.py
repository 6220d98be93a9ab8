"""The computation order, and the edges from each bind to what depends on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush

from assessor.errors import Problem
from assessor.form.model.definition import (
    CALCULATE,
    COUNT,
    JUDGE,
    RELEVANT,
    Bind,
    Computation,
    Edge,
    ShapeEdge,
)
from assessor.form.xpath.dependencies import Dependencies


def order_computations(
    computations: Sequence[Computation], reads: Mapping[Computation, Dependencies]
) -> tuple[tuple[Computation, ...], list[Problem]]:
    """Sort the computations, set ranks, put edges on binds; return cycles as problems."""
    ordering = [each for each in computations if each.kind in {CALCULATE, RELEVANT, COUNT}]
    others = sorted(
        (each for each in computations if each.kind not in {CALCULATE, RELEVANT, COUNT}),
        key=lambda each: each.kind,
    )
    problems: list[Problem] = []
    for across, counts in ((True, True), (False, True), (False, False)):
        graph = _graph(ordering, reads, across, counts)
        ordered = _sorted(ordering, graph)
        if len(ordered) == len(ordering):
            break
        if not across:
            for each in set(ordering) - set(ordered):
                each.bind.circular = each.bind.circular or each.kind == COUNT
    else:
        problems.append(_cycle(set(ordering) - set(ordered), graph))
    result = (*ordered, *others)
    for rank, computation in enumerate(result):
        computation.rank = rank
    _lay_edges(result, reads)
    return result, problems


def _graph(
    ordering: Iterable[Computation],
    reads: Mapping[Computation, Dependencies],
    across: bool,
    counts: bool,
) -> dict[Computation, set[Computation]]:
    """Return the predecessors of each computation.

    A second attempt omits values of *other* instances of the own repeat (`across`), as in running
    totals over rows; a third omits the number of instances (`counts`), as in "another one?"
    questions. Both settle by repetition.
    """
    sources = _Sources(each for each in ordering if counts or each.kind != COUNT)
    graph: dict[Computation, set[Computation]] = {}
    for each in ordering:
        needs: set[Computation] = set()
        for bind, depth in reads[each].values.items():
            settled = across or not bind.leaf  # existence cannot depend on itself
            if settled or depth >= bind.depth or set(bind.repeats).isdisjoint(each.bind.repeats):
                needs.update(sources.value_sources(bind))
        for repeat, _ in reads[each].shapes if counts else ():
            needs.update(sources.computation_of(COUNT, repeat))
        if each.bind.parent is not None:
            needs.update(sources.existence(each.bind.parent))
        if each.kind == RELEVANT:
            needs.update(sources.computation_of(COUNT, each.bind))
        graph[each] = needs
    return graph


class _Sources:
    """The computations that determine a bind's value, relevance and existence."""

    def __init__(self, ordering: Iterable[Computation]) -> None:
        self._computations = {(each.kind, each.bind): each for each in ordering}
        self._existence: dict[Bind, list[Computation]] = {}

    def computation_of(self, kind: int, bind: Bind) -> list[Computation]:
        """Return the computation of a kind, if there is one."""
        found = self._computations.get((kind, bind))
        return [] if found is None else [found]

    def existence(self, bind: Bind) -> list[Computation]:
        """Return what determines whether a bind exists and is relevant."""
        found = self._existence.get(bind)
        if found is None:
            found = list(self.existence(bind.parent)) if bind.parent is not None else []
            found += self.computation_of(RELEVANT, bind) + self.computation_of(COUNT, bind)
            self._existence[bind] = found
        return found

    def value_sources(self, bind: Bind) -> list[Computation]:
        """Return what determines the value read from a bind."""
        return self.existence(bind) + self.computation_of(CALCULATE, bind)


def _sorted(
    ordering: Sequence[Computation], graph: Mapping[Computation, set[Computation]]
) -> list[Computation]:
    """Sort topologically, in document order if possible; omit members and successors of cycles."""
    place = {each: number for number, each in enumerate(ordering)}
    waiting = {each: len(graph[each]) for each in ordering}
    successors: dict[Computation, list[Computation]] = {}
    for each, needs in graph.items():
        for need in needs:
            successors.setdefault(need, []).append(each)
    ready = [place[each] for each in ordering if not waiting[each]]
    heapify(ready)
    found: list[Computation] = []
    while ready:
        each = ordering[heappop(ready)]
        found.append(each)
        for follower in successors.get(each, ()):
            waiting[follower] -= 1
            if not waiting[follower]:
                heappush(ready, place[follower])
    return found


def _cycle(stuck: set[Computation], graph: Mapping[Computation, set[Computation]]) -> Problem:
    """Return one cycle among the unsorted computations, with its path."""
    positions: dict[Computation, int] = {}
    trail: list[Computation] = []
    each = min(stuck, key=lambda computation: computation.bind.order)
    while each not in positions:
        positions[each] = len(trail)
        trail.append(each)
        each = min(graph[each] & stuck, key=lambda computation: computation.bind.order)
    loop = [computation.bind.path for computation in trail[positions[each] :]]
    loop = list(dict.fromkeys(loop))
    path = " → ".join([*loop, loop[0]])
    return Problem(
        f"The expressions depend on each other in a circle: {path}.",
        "Break the circle: one of them must not use the next.",
        path=loop[0],
    )


def _lay_edges(ordered: Sequence[Computation], reads: Mapping[Computation, Dependencies]) -> None:
    singles: dict[Bind, dict[int, None]] = {}
    edges: dict[Bind, dict[Edge, None]] = {}
    shapes: dict[Bind, list[ShapeEdge]] = {}
    for each in ordered:
        rank, target = each.rank, each.bind
        own = target.depth - (1 if each.kind == COUNT else 0)
        found = reads[each]
        values = found.values
        if each.kind == JUDGE:
            target.judge_rank = rank
            values = {**values, target: min(own, values.get(target, own))}
        for bind, depth in values.items():
            if target.depth:
                edges.setdefault(bind, {})[Edge(rank, min(depth, own), target)] = None
            else:
                singles.setdefault(bind, {})[rank] = None
        for (repeat, successors), depth in found.shapes.items():
            edge = ShapeEdge(rank, min(depth, own), target, successors)
            shapes.setdefault(repeat, []).append(edge)
    for bind, ranks in singles.items():
        bind.single_ranks = tuple(ranks)
    for bind, all_edges in edges.items():
        bind.edges = tuple(all_edges)
    for bind, all_shapes in shapes.items():
        bind.shape_edges = tuple(all_shapes)
