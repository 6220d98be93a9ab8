"""Functions with their own compilation: conditions, conversions and access to the context."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assessor.form.model.cells import Cell, Frame
from assessor.form.model.datatypes import NAN
from assessor.form.model.definition import Bind
from assessor.form.model.xpath_nodes import XNode
from assessor.form.model.xpath_parser import parse_expression
from assessor.form.model.xpath_tree import Expr, Literal
from assessor.form.xpath.axes import AXES
from assessor.form.xpath.compiler_protocol import Closure, ExpressionCompiler
from assessor.form.xpath.functions.node_sets import shuffled
from assessor.form.xpath.scope import contexts, targets_of
from assessor.form.xpath.static_types import static_type

Args = Sequence[Expr]
_TRUE = frozenset({"true", "1"})
_COMPILE_AS = {"any": "value"}


def _not(compiler: ExpressionCompiler, args: Args) -> Closure:
    truth = compiler.boolean(args[0])
    return lambda node: not truth(node)


def _boolean_from_string(compiler: ExpressionCompiler, args: Args) -> Closure:
    text = compiler.string(args[0])
    return lambda node: text(node).lower() in _TRUE


def _string(compiler: ExpressionCompiler, args: Args) -> Closure:
    return compiler.string(args[0]) if args else lambda node: node.text


def _number(compiler: ExpressionCompiler, args: Args) -> Closure:
    if args:
        return compiler.number(args[0])
    return lambda node: node.to_number() if node.number is None else node.number


def _if(compiler: ExpressionCompiler, args: Args) -> Closure:
    test = compiler.boolean(args[0])
    kinds = {static_type(args[1]), static_type(args[2])}
    kind = kinds.pop() if len(kinds) == 1 else "any"
    yes, no = (getattr(compiler, _COMPILE_AS.get(kind, kind))(branch) for branch in args[1:])
    return lambda node: yes(node) if test(node) else no(node)


def _coalesce(compiler: ExpressionCompiler, args: Args) -> Closure:
    first, second = _blank_for_nan(compiler, args[0]), _blank_for_nan(compiler, args[1])
    return lambda node: first(node) or second(node)


def _blank_for_nan(compiler: ExpressionCompiler, arg: Expr) -> Callable[[XNode], str]:
    text = compiler.string(arg)
    if static_type(arg) not in {"number", "any"}:
        return text
    return lambda node: "" if (found := text(node)) == "NaN" else found


def _once(compiler: ExpressionCompiler, args: Args) -> Closure:
    default = _blank_for_nan(compiler, args[0])

    def found(node: XNode) -> str:
        value = node.value if isinstance(node, Cell) else node.text
        return value or default(node)

    return found


def _position(compiler: ExpressionCompiler, args: Args) -> Closure:
    runtime = compiler.runtime
    if not args:
        if compiler.top:
            return _place_in_form
        return lambda _node: float(runtime.position)
    nodes = compiler.nodes(args[0])
    return lambda node: _sibling_position(found[0]) if (found := nodes(node)) else NAN


def _place_in_form(node: XNode) -> float:
    """Return position() outside predicates: the position of the repeat instance."""
    return float(node.frame.index) if isinstance(node, Cell) else 1.0


def _sibling_position(node: XNode) -> float:
    """Return the 1-based position of a node among siblings of the same name."""
    if isinstance(node, Cell) and node.bind.repeat:
        return float(node.frame.index)
    parent = node.parent_node()
    if parent is None:
        return 1.0
    return float(list(parent.children_named(node.name)).index(node) + 1)


def _last(compiler: ExpressionCompiler, _args: Args) -> Closure:
    runtime = compiler.runtime
    return lambda _node: float(runtime.size)


def _current(compiler: ExpressionCompiler, _args: Args) -> Closure:
    runtime = compiler.runtime
    compiler.uses_current()
    return lambda _node: [runtime.current]


def _instance(compiler: ExpressionCompiler, args: Args) -> Closure:
    instances = compiler.runtime.instances
    if isinstance(args[0], Literal):
        roots = [instances[args[0].value]] if args[0].value in instances else []
        return lambda _node: [*roots]
    text = compiler.string(args[0])
    return lambda node: [instances[name]] if (name := text(node)) in instances else []


def _randomize(compiler: ExpressionCompiler, args: Args) -> Closure:
    nodes, runtime = compiler.nodes(args[0]), compiler.runtime
    if len(args) == 1:
        return lambda node: runtime.random.sample(found := nodes(node), len(found))
    seed = compiler.value(args[1])
    return lambda node: shuffled(nodes(node), seed(node))


def _indexed_repeat(compiler: ExpressionCompiler, args: Args) -> Closure:
    """Compile indexed-repeat(): the target in the instances at the given positions."""
    target = _only_bind(compiler, args[0])
    if target is None:
        return _indexed_nodes(compiler, args)
    indexes: dict[Bind, Closure] = {}
    for group, index in zip(args[1::2], args[2::2], strict=False):
        bind = _only_bind(compiler, group)
        if bind is not None:
            indexes[bind] = compiler.number(index)
    shared = max((context.depth for context in contexts(compiler.scope)), default=0)
    root = compiler.runtime.frame
    assert root is not None

    def found(node: XNode) -> list[XNode]:
        frames: list[Frame] = [root]
        for repeat in target.repeats:
            index = indexes.get(repeat)
            place = index(node) if index is not None else NAN
            if place == place:
                frames = [
                    each
                    for frame in frames
                    for each in _frame_at(frame.ranges[repeat.range_slot].frames, place)
                ]
            elif repeat.depth <= shared and isinstance(node, Cell) and repeat in node.bind.repeats:
                frames = [node.frame.ancestor_at(repeat.depth)]
            else:
                frames = [
                    each for frame in frames for each in frame.ranges[repeat.range_slot].frames
                ]
        return [frame.cells[target.slot] for frame in frames]

    return found


def _frame_at(frames: list[Frame], place: float) -> list[Frame]:
    valid = 1 <= place <= len(frames) and place == int(place)
    return [frames[int(place) - 1]] if valid else []


def _indexed_nodes(compiler: ExpressionCompiler, args: Args) -> Closure:
    """Compile indexed-repeat() for other documents: by the positions of the target's ancestors."""
    targets = compiler.nodes(args[0])
    pairs = [
        (compiler.nodes(group), compiler.number(index))
        for group, index in zip(args[1::2], args[2::2], strict=False)
    ]

    def found(node: XNode) -> list[XNode]:
        nodes = targets(node)
        for group, index in pairs:
            place = index(node)
            wanted = {each for each in group(node) if _sibling_position(each) == place}
            nodes = [each for each in nodes if wanted & set(AXES["ancestor-or-self"](each))]
        return nodes

    return found


def _only_bind(compiler: ExpressionCompiler, expr: Expr) -> Bind | None:
    targets = targets_of(expr, compiler.scope) if compiler.runtime.frame is not None else None
    return targets[0].bind if targets else None


def _id(compiler: ExpressionCompiler, args: Args) -> Closure:
    document = compiler.runtime.document
    wanted = compiler.value(args[0])

    def found(node: XNode) -> list[XNode]:
        value = wanted(node)
        texts = [each.text for each in value] if isinstance(value, list) else [str(value)]
        words = {word for text in texts for word in text.split()}
        return [each for each in AXES["descendant"](document) if words & set(_ids(each))]

    return found


def _ids(node: XNode) -> list[str]:
    return [each.text for each in node.attribute_nodes() if each.name in {"id", "xml:id"}]


def _lang(compiler: ExpressionCompiler, args: Args) -> Closure:
    wanted = compiler.string(args[0])

    def found(node: XNode) -> bool:
        for ancestor in AXES["ancestor-or-self"](node):
            for each in ancestor.attribute_nodes():
                if each.name == "xml:lang":
                    name, language = each.text.lower(), wanted(node).lower()
                    return name == language or name.startswith(language + "-")
        return False

    return found


def _pulldata(compiler: ExpressionCompiler, args: Args) -> Closure:
    """Compile pulldata(): one cell of an external table, by file, column, key column and key."""
    file, column, key, value = (compiler.string(arg) for arg in args)
    instances = compiler.runtime.instances

    def found(node: XNode) -> str:
        table = instances.get(file(node).removesuffix(".csv"))
        root = next(table.children_named("root"), None) if table is not None else None
        rows = root.lookup("item", key(node)).get(value(node), []) if root is not None else []
        if not rows:
            return ""
        name = column(node)
        if not name.startswith("@"):
            return rows[0].child_text(name)
        return next((each.text for each in rows[0].attribute_nodes() if each.name == name[1:]), "")

    return found


def _choice_name(compiler: ExpressionCompiler, args: Args) -> Closure:
    """Compile jr:choice-name(): the label of a choice; the question's path is given as text."""
    value = compiler.string(args[0])
    path, runtime = args[1], compiler.runtime
    nodes = compiler.nodes(parse_expression(path.value) if isinstance(path, Literal) else path)

    def found(node: XNode) -> str:
        questions = nodes(node)
        return runtime.choice_label(questions[0], value(node)) if questions else ""

    return found


def _itext(compiler: ExpressionCompiler, args: Args) -> Closure:
    text, runtime = compiler.string(args[0]), compiler.runtime
    return lambda node: runtime.itext(text(node), node)


SPECIAL_FORMS: dict[str, Callable[[ExpressionCompiler, Args], Closure]] = {
    "true": lambda _compiler, _args: lambda _node: True,
    "false": lambda _compiler, _args: lambda _node: False,
    "not": _not,
    "boolean": lambda compiler, args: compiler.boolean(args[0]),
    "boolean-from-string": _boolean_from_string,
    "string": _string,
    "number": _number,
    "if": _if,
    "depend": lambda compiler, args: compiler.value(args[0]),  # the others are read only (JavaRosa)
    "coalesce": _coalesce,
    "once": _once,
    "position": _position,
    "last": _last,
    "current": _current,
    "instance": _instance,
    "randomize": _randomize,
    "indexed-repeat": _indexed_repeat,
    "id": _id,
    "lang": _lang,
    "pulldata": _pulldata,
    "jr:choice-name": _choice_name,
    "jr:itext": _itext,
}
