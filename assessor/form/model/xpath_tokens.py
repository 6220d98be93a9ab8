"""The text of an XPath expression cut into tokens (W3C XPath 1.0, §3.7)."""

from __future__ import annotations

import re

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
"""A kind and a text. Only signs have the text of a sign: literals keep their quotes."""


def tokens_of(source: str) -> list[Token]:
    """The tokens of an expression, an "end" after the last; what is none ends them as ""."""
    tokens: list[Token] = []
    add = tokens.append
    for number, literal, name, down, sign, unknown in _TOKEN.findall(source.rstrip()):
        if sign:
            add(("sign", sign))
        elif name:
            glued = _GLUED.match(name) if name[-1].isdigit() and _ends_operand(tokens) else None
            if glued:  # `1div2`: an operator is due, and a number follows it
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
    """Where the last of these first tokens of `source` begins, counted from 1."""
    end = 0
    for _, text in tokens:
        start = source.index(text, end) if text else len(source)
        end = start + len(text)
    return start + 1


def _ends_operand(tokens: list[Token]) -> bool:
    return bool(tokens) and (tokens[-1][0] in {"number", "literal"} or tokens[-1][1] in {")", "]"})
