"""Compilation of location paths: one fixed cell, a slot of a frame, or a walk step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any, cast

from assessor.form.model.cells import Frame
from assessor.form.model.definition import Bind
from assessor.form.model.xpath_nodes import FixedNode, XNode
from assessor.form.model.xpath_tree import Call, Expr, Filter, Literal, Operation, Path, Step
from assessor.form.xpath.axes import AXES, FORWARD, Axis
from assessor.form.xpath.compiler_protocol import CellReader, ExpressionCompiler, Nodes
from assessor.form.xpath.predicates import compile_predicate, lookup_key
from assessor.form.xpath.scope import PathTarget, resolve, targets_of, walk

_PLAIN = frozenset(
    {"child", "self", "parent", "attribute", "descendant", "descendant-or-self", "ancestor"}
)
_DOWN = frozenset({"child", "descendant", "descendant-or-self"})
_UP = frozenset({"parent", "ancestor"})
_CURRENT_FRAME = attrgetter("current.frame")


def cell_reader(compiler: ExpressionCompiler, path: Path) -> CellReader | None:
    """Return the reader of `path` if it always means exactly one cell."""
    named, frame = compiler.scope.binds.get(path.plain), compiler.runtime.frame
    if named is not None and not named.depth and frame is not None:
        return CellReader(named, frame.cells[named.slot], None)
    bind, depth = _target(compiler, path)
    if bind is None or depth != bind.depth:
        return None
    return _reader_of(compiler, path, bind)


def _target(compiler: ExpressionCompiler, path: Path) -> tuple[Bind | None, int]:
    """Return the only bind of a path without predicates, and the depth shared with the context."""
    here = compiler.scope.here
    if not _is_exact(path) or (here is not None and len(here) > 1 and not _is_absolute(path)):
        return None, 0
    targets = resolve(path, compiler.scope) if compiler.runtime.frame is not None else None
    if targets is None or len(targets) != 1:
        return None, 0
    return targets[0]


def _is_absolute(path: Path) -> bool:
    """Return whether a path leads to the same nodes from every context."""
    return _is_absolute(path.start) if isinstance(path.start, Path) else path.start is not None


def _is_exact(path: Path) -> bool:
    """Return whether the path certainly reaches all its possible binds."""
    down = False
    for step in path.steps:
        # A step up from inside a repeat needs an instance.
        if step.predicates or step.axis not in _PLAIN or (down and step.axis in _UP):
            return False
        down = down or step.axis in _DOWN
    start = path.start
    if isinstance(start, Path):
        return _is_exact(start) and not any(step.axis in _UP for step in path.steps)
    is_current = isinstance(start, Call) and start.name == "current"
    return start is None or isinstance(start, str) or is_current


def _context_frame(compiler: ExpressionCompiler, path: Path) -> Callable[[Any], Frame]:
    """Return the frame of the context: the node's, or that of the whole expression."""
    runtime = compiler.runtime
    if compiler.scope.here is None or isinstance(path.start, Call):
        compiler.uses_current()
        return lambda _node: _CURRENT_FRAME(runtime)
    return lambda node: node.frame


def _reader_of(compiler: ExpressionCompiler, path: Path, bind: Bind) -> CellReader:
    root = cast(Frame, compiler.runtime.frame)
    if bind.depth == 0:
        return CellReader(bind, root.cells[bind.slot], None)
    base, slot, depth = _context_frame(compiler, path), bind.slot, bind.depth
    here = compiler.scope.here
    if here and not isinstance(path.start, Call) and all(each.bind.depth == depth for each in here):
        direct = CellReader(bind, None, lambda node: node.frame.cells[slot])
        direct.text = lambda node: node.frame.cells[slot].text
        return direct
    return CellReader(bind, None, lambda node: base(node).ancestor_at(depth).cells[slot])


def compile_path(compiler: ExpressionCompiler, path: Path) -> Nodes:
    """Compile a path to a closure that gives nodes in document order."""
    bind, depth = _target(compiler, path)
    if bind is None:
        return _indexed_lookup(compiler, path) or _walked(compiler, path)
    if depth == bind.depth:
        return _single_cell(_reader_of(compiler, path, bind))
    return _cells_below(compiler, path, bind, depth)


def _single_cell(found: CellReader) -> Nodes:
    if found.cell is not None:
        single: list[XNode] = [found.cell]
        return lambda _node: single
    find = found.find
    assert find is not None
    return lambda node: [find(node)]


def _cells_below(compiler: ExpressionCompiler, path: Path, bind: Bind, depth: int) -> Nodes:
    """Compile a path to all cells of `bind` in the frame shared with the context."""
    if depth == 0:
        root = cast(Frame, compiler.runtime.frame)
        if bind.depth == 1:
            frames, slot = root.ranges[bind.repeats[0].range_slot].frames, bind.slot
            return lambda _node: [frame.cells[slot] for frame in frames]
        return lambda _node: list(root.cells_of(bind))
    base = _context_frame(compiler, path)
    return lambda node: list(base(node).ancestor_at(depth).cells_of(bind))


def _walked(compiler: ExpressionCompiler, path: Path) -> Nodes:
    """Compile the general case: axis by axis after the part that means one cell."""
    start, first = _start(compiler, path)
    steps: list[Callable[[list[XNode]], list[XNode]]] = []
    targets = list(_binds_per_step(compiler, path))
    # Nodes found so far may contain each other; a function result keeps its own order.
    simple = path.start is None or isinstance(path.start, str | Call)
    for step, binds in zip(path.steps[first:], targets[first:], strict=True):
        simple = simple and step.axis in FORWARD
        steps.append(_step(compiler, step, binds, simple))

    def found(node: XNode) -> list[XNode]:
        nodes = start(node)
        for advance in steps:
            if not nodes:
                break
            nodes = advance(nodes)
        return nodes

    return found


def _start(compiler: ExpressionCompiler, path: Path) -> tuple[Nodes, int]:
    """Return the start nodes of a path, and the index of the first remaining step."""
    if path.start is None:
        return lambda node: [node], 0
    if isinstance(path.start, str):
        target, first = _certain_prefix(compiler, path)
        if target is not None:
            return _single_cell(_reader_of(compiler, path, target.bind)), first
        document: list[XNode] = [compiler.runtime.document]
        return lambda _node: document, 0
    return compiler.nodes(path.start), 0


def _certain_prefix(compiler: ExpressionCompiler, path: Path) -> tuple[PathTarget | None, int]:
    """Return the longest prefix of an absolute path that means one cell."""
    found: tuple[PathTarget | None, int] = None, 0
    if compiler.runtime.frame is None:
        return found
    for number, targets in enumerate(walk(path, compiler.scope), 1):
        part = Path(path.start, path.steps[:number])
        if not _is_exact(part):
            break
        if len(targets) == 1 and targets[0].single and resolve(part, compiler.scope) is not None:
            found = targets[0], number
    return found


def _binds_per_step(compiler: ExpressionCompiler, path: Path) -> Iterable[tuple[Bind, ...] | None]:
    """Yield for each step its possible binds, the context of its predicates."""
    for length in range(1, len(path.steps) + 1):
        part = Path(path.start, path.steps[:length])
        targets = resolve(part, compiler.scope) if compiler.runtime.frame is not None else None
        yield None if targets is None else tuple(target.bind for target in targets)


def _step(
    compiler: ExpressionCompiler, step: Step, binds: tuple[Bind, ...] | None, simple: bool
) -> Callable[[list[XNode]], list[XNode]]:
    """Compile a step: from all nodes before it to all nodes after it."""
    select = _select(step, compiler.runtime.prefixes.get(step.prefix, ""))
    advance_one = _narrowed(compiler.for_predicate(binds), select, step.predicates)

    def advance_all(nodes: list[XNode]) -> list[XNode]:
        if len(nodes) == 1 and simple:
            return advance_one(nodes[0])
        found = [each for node in nodes for each in advance_one(node)]
        return found if simple else in_order(found)

    return advance_all


def in_order(nodes: list[XNode]) -> list[XNode]:
    """Return every node once, in document order."""
    if len(nodes) < 2:
        return nodes
    return sorted(dict.fromkeys(nodes), key=lambda node: node.order_key())


def union(compiler: ExpressionCompiler, expr: Operation) -> Nodes:
    """Compile `|`: every node once, in document order."""
    parts = [compiler.nodes(each) for each in expr.operands]
    return lambda node: in_order([each for part in parts for each in part(node)])


def _select(step: Step, uri: str) -> Nodes:
    """Compile axis and node test; `uri` is the namespace of the prefix."""
    axis, test = AXES[step.axis], step.test
    main = step.axis if step.axis in {"attribute", "namespace"} else "element"
    if uri and test in {"name", "*"}:
        return _select_in(step, axis, main, uri)
    if test == "name":
        name = step.full
        if step.axis == "child":
            return lambda node: list(node.children_named(name))
        return lambda node: [each for each in axis(node) if each.kind == main and each.name == name]
    if test == "*":
        start = f"{step.prefix}:" if step.prefix else ""
        return lambda node: [
            each for each in axis(node) if each.kind == main and each.name.startswith(start)
        ]
    if test == "node":
        return lambda node: list(axis(node))
    if test == "processing-instruction" and step.name:
        return lambda node: [
            each for each in axis(node) if each.kind == test and each.name == step.name
        ]
    return lambda node: [each for each in axis(node) if each.kind == test]


def _select_in(step: Step, axis: Axis, main: str, uri: str) -> Nodes:
    """Compile the same for a namespace whose prefix may differ in the document."""
    name = step.name
    return lambda node: [
        each
        for each in axis(node)
        if each.kind == main and each.uri == uri and name in ("", each.name.rpartition(":")[2])
    ]


def compile_filter(compiler: ExpressionCompiler, expr: Filter) -> Nodes:
    """Compile a primary expression with predicates."""
    targets = None
    if compiler.runtime.frame is not None:
        if isinstance(expr.primary, Path):
            targets = resolve(expr.primary, compiler.scope)
        else:
            targets = targets_of(expr.primary, compiler.scope)
    start = compiler.nodes(expr.primary)
    binds = None if targets is None else tuple(target.bind for target in targets)
    return _narrowed(compiler.for_predicate(binds), start, expr.predicates)


def _narrowed(inner: ExpressionCompiler, start: Nodes, predicates: Iterable[Expr]) -> Nodes:
    """Compile predicates on the nodes that `start` gives."""
    filters = [compile_predicate(inner, each) for each in predicates]

    def found(node: XNode) -> list[XNode]:
        nodes = start(node)
        for narrow in filters:
            nodes = narrow(nodes)
        return nodes

    return found


def _indexed_lookup(compiler: ExpressionCompiler, path: Path) -> Nodes | None:
    """Compile instance('x')/…/item[child = value] to a hash lookup; the value is no item's."""
    call = path.start
    if not (isinstance(call, Call) and call.name == "instance" and len(path.steps) > 0):
        return None
    name = call.args[0]
    fixed = compiler.runtime.instances.get(name.value) if isinstance(name, Literal) else None
    for number, step in enumerate(path.steps):
        if step.axis != "child" or step.test != "name" or step.prefix:
            return None
        if step.predicates:
            key = lookup_key(step.predicates[0]) if len(step.predicates) == 1 else None
            if fixed is None or key is None:
                return None
            child, wanted = key
            rest = Path(None, path.steps[number + 1 :])
            return _lookup_closure(compiler, fixed, step.name, child, wanted, rest)
        if number < len(path.steps) - 1:
            children = list(fixed.children_named(step.name)) if fixed is not None else []
            fixed = children[0] if len(children) == 1 else None
    return None


def _lookup_closure(
    compiler: ExpressionCompiler, parent: FixedNode, items: str, child: str, wanted: Any, rest: Path
) -> Nodes | None:
    inner = compiler.for_predicate(None)
    if not inner.is_single_text(wanted):
        return None
    value = inner.string(wanted)
    rest_of_path = _walked(inner, rest) if rest.steps else None

    def found(node: XNode) -> list[XNode]:
        nodes = parent.lookup(items, child).get(value(node), [])
        if rest_of_path is None:
            return nodes
        return [each for item in nodes for each in rest_of_path(item)]

    return found
