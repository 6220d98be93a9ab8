"""Expressions over a plain document: grammar, conversions and functions."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass

import pytest

from assessor.form.model import xpath_nodes
from assessor.form.model.definition import Bind
from assessor.form.model.xpath_parser import parse_expression
from assessor.form.model.xpath_tree import ExpressionError
from assessor.form.xpath.compiler import Compiler
from assessor.form.xpath.runtime import Runtime
from assessor.form.xpath.scope import Scope
from tests.support.form.form_filling import NOW


def evaluate(source: str) -> str:
    document = xpath_nodes.new_root()
    data = xpath_nodes.new_element(document, "data")
    for number in range(3):
        item = xpath_nodes.new_element(data, "item")
        xpath_nodes.new_element(item, "v", str(number))
    runtime = Runtime(document=document, now=lambda: NOW)
    compiler = Compiler(runtime, Scope(None, None, Bind("/", "", "", None, 0)))
    closure = compiler.as_whole_expression(compiler.string(parse_expression(source)))
    found: str = closure(data)
    return found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("7 mod -3", "1"),
        ("-7 mod 3", "-1"),
        ("1 div 0", "Infinity"),
        ("2 - 1 - 1", "0"),
        ("'a' = 'a' and not('a' = 'b')", "true"),
        ("sum(/data/item/v)", "3"),
        ("/data/item[v = 1]/v", "1"),
        ("/data/item[last()]/v", "2"),
        ("/data/item[2]/preceding-sibling::item/v", "0"),
        ("count(//v | //item)", "6"),
        ("name(//v/..)", "item"),
        ("position(/data/item[3])", "3"),
        ("current()/item[2]/v", "1"),
        ("substr('hello', 1, 3)", "el"),
        ("substring('12345', 1.5, 2.6)", "234"),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-2"),
        ("round(3.14159, 2)", "3.14"),
        ("today()", "2026-11-24"),
        ("date('2026-01-31') + 1", "20485"),
        ("today() > '2026-11-23'", "true"),
        ("if(1 = 2, 'a', 3)", "3"),
        ("coalesce('', 'b')", "b"),
        ("selected-at('a b c', 1)", "b"),
        ("count-selected('a b c')", "3"),
        ("checklist(1, 2, true(), false())", "true"),
        ("regex('ab-1', '^[a-z]+-[0-9]$')", "true"),
        ("regex('1234', '[0-9]{3}')", "false"),
        ("regex('é', '\\p{L}') and not(regex('é', '\\w'))", "true"),
        ("regex('٣', '[\\d\\s]|\\d') or regex('a', '[^\\w]|\\W|[\\[\\]]')", "false"),
        ("regex('x9', '\\D\\d') and regex('a]b', '[a\\]]+b')", "true"),
        (f"regex('{'a' * 60}b', '(a|aa|aaa)+')", "false"),
        ("regex('a', '[')", "false"),
        ("depend(2, 3) + 1", "3"),
        ("count(depend(//v, 1))", "3"),
        ("concat(depend('a', //v), depend(true()))", "atrue"),
        ("join('-', //v)", "0-1-2"),
        (
            "digest('abc', 'SHA-256', 'hex')",
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        ),
    ],
)
def test_expression(source: str, expected: str) -> None:
    assert evaluate(source) == expected


@pytest.mark.parametrize("source", ["1 +", "(", "foo(", "a b", "/a[", "'abc", "#", "(" * 500])
def test_what_is_no_expression_is_refused(source: str) -> None:
    with pytest.raises(ExpressionError):
        parse_expression(source)


@pytest.mark.parametrize(
    "source",
    [
        "/data/a",
        "/data/x:a/b-c.d",
        "../a/b",
        "instance('x')/root/item",
        "/data/a[1]/b",
        "/data/a/@b",
        "/data/x:*",
        "/data/and and /data/a div /data/b",
        "/data/a//b/c",
        "/data/child::a/b",
        "/data/a/text()",
        ". >= /data/a",
        "/",
    ],
)
def test_spaces_within_a_path_mean_nothing(source: str) -> None:
    """A path is one token without spaces; with spaces it must be the same path."""
    spaced = source.replace("/", " / ").replace(" /  / ", " // ")
    assert shape(parse_expression(source)) == shape(parse_expression(spaced))


def shape(tree: object) -> object:
    """Return a tree in comparable form, without its source text."""
    if isinstance(tree, tuple):
        return tuple(map(shape, tree))
    if is_dataclass(tree):
        names = [field.name for field in fields(tree) if field.name != "plain"]
        return (type(tree).__name__, *(shape(getattr(tree, name)) for name in names))
    return tree


@pytest.mark.parametrize("blank", [" ", "\t\n", "\u00a0", "\x1c"])
def test_spaces_take_no_time(blank: str) -> None:
    assert shape(parse_expression(f"1{blank * 50_000}+{blank * 49_000}2{blank * 50}")) == shape(
        parse_expression("1+2")
    )
    assert shape(parse_expression(f"1 + 2{blank * 90_000}")) == shape(parse_expression("1+2"))


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("a ! b", "not understood at character 3"),
        ("'abc", "not understood at character 1"),
        ("1 +  ", "ends too early"),
        ("/a/b (c)", "unexpected `(` at character 6"),
        ("1div2 )", "unexpected `)` at character 7"),
        ("a = = b", "unexpected `=` at character 5"),
    ],
)
def test_the_place_of_a_mistake_is_told(source: str, place: str) -> None:
    with pytest.raises(ExpressionError, match=re.escape(place)):
        parse_expression(source)
