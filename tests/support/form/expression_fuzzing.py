"""Random and mutated expressions."""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Iterator

from assessor.form.model import xpath_nodes
from assessor.form.model.definition import Bind
from assessor.form.model.xpath_parser import parse_expression
from assessor.form.model.xpath_tree import ExpressionError
from assessor.form.xpath.calls import arity
from assessor.form.xpath.compiler import Compiler
from assessor.form.xpath.dependencies import DependencyReader
from assessor.form.xpath.functions.function_table import FUNCTIONS
from assessor.form.xpath.runtime import Runtime
from assessor.form.xpath.scope import Scope
from assessor.form.xpath.static_types import SPECIAL_FUNCTIONS
from tests.support.form.form_filling import NOW

PIECES = [
    "1",
    "2.5",
    ".5",
    "1e9",
    "'a'",
    '"b"',
    "/data",
    "/data/item/v",
    ".",
    "..",
    "@x",
    "*",
    "//",
    "/",
    "|",
    "+",
    "-",
    "div",
    "mod",
    "and",
    "or",
    "=",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "(",
    ")",
    "[",
    "]",
    ",",
    "::",
    "child::",
    "ancestor::node()",
    "following::",
    "text()",
    "count(",
    "sum(",
    "if(",
    "coalesce(",
    "position(",
    "last()",
    "substr(",
    "round(",
    "date(",
    "today()",
    "format-date(",
    "selected(",
    "regex(",
    "pow(",
    "int(",
    "join(",
    "concat(",
    "indexed-repeat(",
    "instance('c')/root/item",
    "current()/v",
    "randomize(",
    "once(",
    "digest(",
    "area(",
    "distance(",
    "weighted-checklist(",
    "pulldata(",
    "jr:choice-name(",
    "translate(",
    "base64-decode(",
    "exp10(",
    "uuid(",
    "id(",
    "lang(",
]
EXPRESSIONS = (
    "count(/data/item[v > 1]) + sum(/data/item/v) * 2",
    "if(selected(/data/item[1]/v, 'a'), concat('x', today()), substr('hello', 1, -1))",
    "format-date(date('2026-01-31') + 1, '%Y-%n %b %e') = '2026-2 Feb 1'",
    "round(3.14159, 2) >= pow(2, 0.5) and not(regex(., '^[a-z]+$')) or position(..) < 3",
    "join(', ', randomize(/data/item/v, 42)) | //item[last()]/preceding-sibling::item",
    "coalesce(/data/item[v = current()/v]/v, weighted-checklist(1, 2, true(), 3))",
)


class Everything:
    """A container of every name."""

    def __contains__(self, _item: object) -> bool:
        return True


def evaluator() -> Callable[[str], None]:
    document = xpath_nodes.new_root()
    data = xpath_nodes.new_element(document, "data")
    for number in range(3):
        xpath_nodes.new_element(xpath_nodes.new_element(data, "item"), "v", str(number))
    runtime = Runtime(document=document, now=lambda: NOW, random=random.Random(1))
    scope = Scope(None, None, Bind("/", "", "", None, 0))

    def evaluate(source: str) -> None:
        try:
            tree = parse_expression.__wrapped__(source)
            DependencyReader(Everything()).read(tree, scope)
            compiler = Compiler(runtime, scope)
            compiler.as_whole_expression(compiler.value(tree))(data)
        except ExpressionError:
            pass

    return evaluate


def mutated(text: str, chance: random.Random, alphabet: str) -> str:
    """Return `text` with a few pieces removed, doubled, swapped or replaced."""
    signs = list(text)
    for _ in range(chance.randint(1, 4)):
        if not signs:
            break
        place = chance.randrange(len(signs))
        kind = chance.randrange(4)
        if kind == 0:
            del signs[place : place + chance.randint(1, 6)]
        elif kind == 1:
            signs[place:place] = signs[place : place + chance.randint(1, 12)]
        elif kind == 2:
            signs[place] = chance.choice(alphabet)
        else:
            other = chance.randrange(len(signs))
            signs[place], signs[other] = signs[other], signs[place]
    return "".join(signs)


ATOMS = (
    "1", "-1", "0", "2.5", "1e300", "''", "'a'", "'-3'", "'2026-02-30'", "'2026-11-24T23:59:59Z'",
    "'0 0 0 0;0 1 0 0;1 1 0 0;0 0 0 0'", "'a b c'", "'(('", "/data/item/v", ".", "..", "//v", "@x",
    "/data/item[2]", "true()", "1 div 0", "number('')", "'09:30'", "'%Y %q %'", "'é中'", "'SHA-256'",
)  # fmt: skip


def grown(chance: random.Random, depth: int) -> str:
    """Return a well-formed expression with any function on any kind of argument."""
    if depth == 0 or chance.random() < 0.25:
        return chance.choice(ATOMS)
    if chance.random() < 0.35:
        sign = chance.choice(
            ["+", "-", "*", "div", "mod", "and", "or", "=", "!=", "<", "<=", ">", ">=", "|"]
        )
        return f"({grown(chance, depth - 1)} {sign} {grown(chance, depth - 1)})"
    name = chance.choice((*FUNCTIONS, *SPECIAL_FUNCTIONS))
    least, most = arity(name)
    count = chance.randint(least, least + 3 if most is None else most)
    call = f"{name}({', '.join(grown(chance, depth - 1) for _ in range(count))})"
    return f"{call}[{grown(chance, depth - 1)}]" if chance.random() < 0.1 else call


def expressions(count: int, seed: int) -> Iterator[str]:
    """Yield well-formed calls, random pieces and mutated expressions."""
    chance = random.Random(seed)
    for number in range(count):
        if number % 4 < 2:
            yield grown(chance, 4)
        elif number % 4 == 2:
            yield " ".join(chance.choice(PIECES) for _ in range(chance.randint(1, 14)))
        else:
            yield mutated(chance.choice(EXPRESSIONS), chance, string.printable + "éЖ中\u0000")
