"""Broken expressions and broken forms: a result or a FormError, nothing else, and soon."""

from __future__ import annotations

import random
import string
import time

import pytest

from assessor.errors import FormError
from assessor.form import nodes
from assessor.form.calls import arity
from assessor.form.compile import Compiler
from assessor.form.definition import Bind
from assessor.form.functions import FUNCTIONS
from assessor.form.kinds import SPECIAL
from assessor.form.parse import parse as parse_form
from assessor.form.reads import Reader
from assessor.form.runtime import Runtime
from assessor.form.scope import Scope
from assessor.form.source import FormSource
from assessor.form.xpath import ExpressionError, parse

from .filling import NOW, start

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
    def __contains__(self, _item: object) -> bool:
        return True


def evaluator():
    document = nodes.root()
    data = nodes.element(document, "data")
    for number in range(3):
        nodes.element(nodes.element(data, "item"), "v", str(number))
    runtime = Runtime(document=document, now=lambda: NOW, random=random.Random(1))
    scope = Scope(None, None, Bind("/", "", "", None, 0))

    def evaluate(source: str) -> None:
        try:
            tree = parse.__wrapped__(source)
            Reader(Everything()).read(tree, scope)
            compiler = Compiler(runtime, scope)
            compiler.whole(compiler.value(tree))(data)
        except ExpressionError:
            pass

    return evaluate


def mutated(text: str, chance: random.Random, alphabet: str) -> str:
    """`text` with a few pieces removed, doubled, swapped or replaced."""
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
    """A well-formed expression with any function on any kind of argument."""
    if depth == 0 or chance.random() < 0.25:
        return chance.choice(ATOMS)
    if chance.random() < 0.35:
        sign = chance.choice(
            ["+", "-", "*", "div", "mod", "and", "or", "=", "!=", "<", "<=", ">", ">=", "|"]
        )
        return f"({grown(chance, depth - 1)} {sign} {grown(chance, depth - 1)})"
    name = chance.choice((*FUNCTIONS, *SPECIAL))
    least, most = arity(name)
    count = chance.randint(least, least + 3 if most is None else most)
    call = f"{name}({', '.join(grown(chance, depth - 1) for _ in range(count))})"
    return f"{call}[{grown(chance, depth - 1)}]" if chance.random() < 0.1 else call


def expressions(count: int, seed: int):
    chance = random.Random(seed)
    for number in range(count):
        if number % 4 < 2:
            yield grown(chance, 4)
        elif number % 4 == 2:
            yield " ".join(chance.choice(PIECES) for _ in range(chance.randint(1, 14)))
        else:
            yield mutated(chance.choice(EXPRESSIONS), chance, string.printable + "éЖ中\u0000")


def test_no_expression_breaks_the_engine(fuzz_size: int) -> None:
    evaluate = evaluator()
    for source in expressions(fuzz_size * 20, seed=1):
        started = time.process_time()
        try:
            evaluate(source)
        except Exception as error:  # noqa: BLE001 - any is a failure
            pytest.fail(f"{source!r}: {error!r}")
        assert time.process_time() - started < 1, source


FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>t</h:title><model><itext>
<translation lang="en"><text id="a"><value>A <output value="/data/b"/></value></text></translation>
</itext><instance><data id="t" version="1"><a>1</a><b/><r jr:template=""><x/><s/></r><r><x/><s/></r>
</data></instance><instance id="c"><root><item><name>n</name><label>l</label></item></root></instance>
<bind nodeset="/data/a" type="int" constraint=". &gt; 0" required="true()"/>
<bind nodeset="/data/b" calculate="sum(/data/r/x) + /data/a" relevant="/data/a != ''"/>
<bind nodeset="/data/r/s" calculate="../x * position(..)"/><bind nodeset="/data/r/x" type="decimal"/>
<setvalue event="odk-instance-first-load" ref="/data/a" value="2"/></model></h:head><h:body>
<input ref="/data/a"><label ref="jr:itext('a')"/><hint>h</hint></input><group ref="/data/r"><label>R
</label><repeat nodeset="/data/r" jr:count="/data/a"><select1 ref="/data/r/x"><itemset
 nodeset="instance('c')/root/item[name != current()/../s]"><value ref="name"/><label ref="label"/>
</itemset></select1></repeat></group></h:body></h:html>"""


def test_no_form_breaks_the_engine(fuzz_size: int) -> None:
    chance = random.Random(2)
    alphabet = "<>/\"'=&;ax1 -]["
    for _ in range(fuzz_size):
        text = mutated(FORM, chance, alphabet)
        started = time.process_time()
        try:
            instance = start(parse_form(FormSource(text)))
            instance.recompute()
            for question in instance.questions():
                assert (question.label, question.choices, question.violation) is not None
        except FormError:
            pass
        except Exception as error:  # noqa: BLE001 - any is a failure
            pytest.fail(f"{text}\n{error!r}")
        assert time.process_time() - started < 1, text


@pytest.mark.parametrize(
    "text",
    [
        "<a>" * 5000 + "</a>" * 5000,
        '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>',
        '<?xml version="1.0"?><!DOCTYPE l SYSTEM "http://example.org/x.dtd"><l/>',
        "\u0000",
        "",
    ],
)
def test_hostile_markup_is_refused(text: str) -> None:
    with pytest.raises(FormError):
        parse_form(FormSource(text))
