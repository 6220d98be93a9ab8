"""The XPath parser: text to syntax tree, a Pratt parser (W3C XPath 1.0, §3)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from assessor.form.model.xpath_tree import (
    Call,
    Expr,
    ExpressionError,
    Filter,
    Literal,
    Negation,
    Number,
    Operation,
    Path,
    Step,
)

MAX_LENGTH = 200_000
"""Characters of one expression; more is a mistake or an attack."""
MAX_DEPTH = 120
"""Nesting depth of brackets, predicates, arguments and operator chains."""

AXES = frozenset(
    {"ancestor", "ancestor-or-self", "attribute", "child", "descendant", "descendant-or-self",
     "following", "following-sibling", "namespace", "parent", "preceding", "preceding-sibling",
     "self"}
)  # fmt: skip
NODE_TYPES = frozenset({"node", "text", "comment", "processing-instruction"})


_PRECEDENCE = ("or", "and", "= !=", "< <= > >=", "+ -", "* div mod", "unary -", "|")
"""The operators, from the weakest to the strongest."""
_BINDING = {sign: power for power, signs in enumerate(_PRECEDENCE, 1) for sign in signs.split()} | {
    "-": 5
}
_UNARY = 7
_CHAINS = frozenset({"or", "and", "+", "|"})
_DESCENDANTS = Step("descendant-or-self", "node", "", "", ())
_DOTS = {".": Step("self", "node", "", "", ()), "..": Step("parent", "node", "", "", ())}
_STEP_STARTS = frozenset({".", "..", "@", "*"})
_NAME = r"[^\W\d][\w.\-\u00b7]*"
_DOWN = rf"(?>(?:/{_NAME}(?::(?!:){_NAME})?)+)(?!\s*(?:[/\[(]|:[:*]))"
_TOKEN = re.compile(
    rf"""\s*(?:
      (?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<literal>"[^"]*"|'[^']*')
    | (?P<name>{_NAME}(?::(?!:)(?:{_NAME}|\*))?)
    | (?P<down>{_DOWN})
    | (?P<sign>\.\.|::|//|!=|<=|>=|[()\[\]@,/|+\-=<>*.])
    | (?P<else>\S)
    )""",
    re.VERBOSE,
)
_GLUED = re.compile(r"(and|or|mod|div)(\d+(?:\.\d*)?)\Z")
Token = tuple[str, str]
"""Kind and text. Literals keep their quotes, so only signs have the text of a sign."""


def tokens_of(source: str) -> list[Token]:
    """Split an expression into tokens, the last of kind "end", or "" for an invalid sign."""
    tokens: list[Token] = []
    add = tokens.append
    for number, literal, name, down, sign, unknown in _TOKEN.findall(source.rstrip()):
        if sign:
            add(("sign", sign))
        elif name:
            glued = _GLUED.match(name) if name[-1].isdigit() and _ends_operand(tokens) else None
            if glued:  # `1div2`: an operator is expected, and a number follows
                add(("name", glued[1]))
                add(("number", glued[2]))
            else:
                add(("name", name))
        elif down:
            add(("down", down))
        elif literal:
            add(("literal", literal))
        elif number:
            add(("number", number))
        else:
            add(("", unknown))
            return tokens
    add(("end", ""))
    return tokens


def position_of(source: str, tokens: list[Token]) -> int:
    """Return the 1-based position of the last of these tokens in `source`."""
    end = 0
    for _, text in tokens:
        start = source.index(text, end) if text else len(source)
        end = start + len(text)
    return start + 1


def _ends_operand(tokens: list[Token]) -> bool:
    return bool(tokens) and (tokens[-1][0] in {"number", "literal"} or tokens[-1][1] in {")", "]"})


@lru_cache(maxsize=65536)
def _child(full: str) -> Step:
    prefix, _, name = full.rpartition(":")
    return Step("child", "name", prefix, name, (), full)


@lru_cache(maxsize=65536)
def _down(text: str) -> Path:
    return Path("/", tuple(map(_child, text[1:].split("/"))), text)


@lru_cache(maxsize=65536)
def parse_expression(source: str) -> Expr:
    """Parse an expression. Raises ExpressionError with the position of the mistake."""
    if len(source) > MAX_LENGTH:
        raise ExpressionError("The expression is longer than {limit} characters.", limit=MAX_LENGTH)
    parser = _Parser(source)
    found = parser.expression(0)
    if parser.kind != "end":
        raise parser.unexpected()
    return found


def _short(source: str) -> str:
    return source if len(source) <= 120 else source[:117] + "..."


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = tokens_of(source)
        if not self.tokens[-1][0]:
            raise ExpressionError(
                "The expression `{source}` is not understood at character {position}.",
                source=_short(source),
                position=position_of(source, self.tokens),
            )
        self.at = 0
        self.depth = 0
        self.kind, self.text = self.tokens[0]

    def next(self) -> str:
        """Consume one token and return its text."""
        text = self.text
        self.at += 1
        self.kind, self.text = self.tokens[self.at]
        return text

    def peek(self) -> str:
        """Return the text of the token after the current one."""
        return self.tokens[self.at + 1][1] if self.kind != "end" else ""

    def unexpected(self) -> ExpressionError:
        """Return the error for the current token."""
        what = "ends too early" if self.kind == "end" else f"has an unexpected `{self.text}`"
        return ExpressionError(
            "The expression `{source}` {what} at character {position}.",
            source=_short(self.source),
            what=what,
            position=position_of(self.source, self.tokens[: self.at + 1]),
        )

    def too_deep(self) -> ExpressionError:
        """Return the error for nesting that is too deep."""
        return ExpressionError(
            "The expression `{source}` nests deeper than {limit} levels.",
            source=_short(self.source),
            limit=MAX_DEPTH,
        )

    def expect(self, sign: str) -> None:
        """Consume the token `sign`, or raise an error."""
        if self.text != sign:
            raise self.unexpected()
        self.next()

    def expression(self, power: int) -> Expr:
        """Parse an expression whose operators bind tighter than `power`."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.too_deep()
        left = self.operand()
        links = 0
        while (binding := _BINDING.get(self.text, 0)) > power:
            op, operands = self.text, [left]
            while self.text == op and (op in _CHAINS or len(operands) == 1):
                self.next()
                operands.append(self.expression(binding))
            left = Operation(op, tuple(operands))
            links += 1
            if links > MAX_DEPTH:
                raise self.too_deep()
        self.depth -= 1
        return left

    def operand(self) -> Expr:
        """Parse a negation, number, string, call, bracketed expression or path."""
        kind = self.kind
        if kind == "down":
            return _down(self.next())
        if kind == "name":
            if self.peek() == "(" and self.text not in NODE_TYPES:
                return self.filtered(self.call())
            return self.path()
        if kind == "number":
            return self.filtered(Number(float(self.next())))
        if kind == "literal":
            return self.filtered(Literal(self.next()[1:-1]))
        if self.text == "-":
            self.next()
            return Negation(self.expression(_UNARY - 1 if self.text == "-" else _UNARY))
        if self.text == "(":
            self.next()
            inner = self.expression(0)
            self.expect(")")
            return self.filtered(inner)
        return self.path()

    def call(self) -> Call:
        """Parse a function call."""
        name = self.next()
        self.expect("(")
        args: list[Expr] = []
        if self.text != ")":
            args.append(self.expression(0))
            while self.text == ",":
                self.next()
                args.append(self.expression(0))
        self.expect(")")
        return Call(name, tuple(args))

    def filtered(self, primary: Expr) -> Expr:
        """Parse the predicates and the path that may follow `primary`."""
        if self.text == "[":
            primary = Filter(primary, self.predicates())
        if self.kind == "down" or self.text in {"/", "//"}:
            return Path(primary, self.steps([]))
        return primary

    def predicates(self) -> tuple[Expr, ...]:
        """Parse the predicates `[...]` at the current token."""
        found: list[Expr] = []
        while self.text == "[":
            self.next()
            found.append(self.expression(0))
            self.expect("]")
        return tuple(found)

    def path(self) -> Expr:
        """Parse a location path."""
        if self.text == "//":
            return Path("/", self.steps([]))
        if self.text == "/":
            if self.starts_step(self.at + 1):
                return Path("/", self.steps([]))
            self.next()
            return Path("/", ())
        if not self.starts_step(self.at):
            raise self.unexpected()
        return Path(None, self.steps([self.step()]))

    def starts_step(self, at: int) -> bool:
        """Return whether the token at index `at` can begin a step."""
        kind, text = self.tokens[at]
        return kind == "name" or text in _STEP_STARTS

    def steps(self, found: list[Step]) -> tuple[Step, ...]:
        """Parse the steps that follow, each after `/` or `//`."""
        while self.kind in {"sign", "down"}:
            if self.kind == "down":
                found += _down(self.next()).steps
                continue
            if self.text not in {"/", "//"}:
                break
            if self.next() == "//":
                found.append(_DESCENDANTS)
            if not self.starts_step(self.at):
                raise self.unexpected()
            found.append(self.step())
        return tuple(found)

    def step(self) -> Step:
        """Parse one step: `.`, `..`, or axis, node test and predicates."""
        plain = _DOTS.get(self.text)
        if plain is not None:
            self.next()
            # XPath 1.0 has no predicates here, but ODK forms use `.[...]` and JavaRosa accepts it.
            predicates = self.predicates()
            return replace(plain, predicates=predicates) if predicates else plain
        axis = "child"
        if self.text == "@":
            self.next()
            axis = "attribute"
        elif self.peek() == "::":
            axis = self.text
            if axis not in AXES:
                raise ExpressionError("There is no axis `{axis}`.", axis=axis)
            self.next()
            self.next()
        test, prefix, name = self.node_test()
        full = f"{prefix}:{name}" if prefix else name
        return Step(axis, test, prefix, name, self.predicates(), full)

    def node_test(self) -> tuple[str, str, str]:
        """Parse a node test; return its kind, prefix and name."""
        if self.text == "*":
            self.next()
            return "*", "", ""
        if self.kind != "name":
            raise self.unexpected()
        name = self.next()
        if name in NODE_TYPES and self.text == "(":
            self.next()
            target = self.next()[1:-1] if self.kind == "literal" else ""
            self.expect(")")
            return name, "", target
        prefix, _, local = name.rpartition(":")
        return ("*", prefix, "") if local == "*" else ("name", prefix, local)
