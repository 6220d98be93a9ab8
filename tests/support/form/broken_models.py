"""Random mutations of forms and workbooks, and use of those that can be read."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from assessor.errors import AssessorError, FormError
from assessor.form.authoring import workbook_files as tables_of
from assessor.form.authoring import xlsform
from assessor.form.live import submission
from assessor.form.live.instance import Instance
from assessor.form.parse.form_parser import parse_form
from assessor.form.parse.form_source import FormSource
from tests.support.form.broken_forms import BROKEN
from tests.support.form.expression_fuzzing import grown, mutated
from tests.support.form.form_filling import recompute, start
from tests.support.form.markdown_forms import read_markdown

WRITTEN = """
| survey | | | | | | | | | |
| | type | name | label::English (en) | label::French (fr) | relevant | constraint | calculation | choice_filter | repeat_count | trigger | required | default | parameters | appearance | save_to |
| | start | start | | | | | | | | | | | | | |
| | integer | n | How many? | Combien ? | | . > 0 and . < 9 | | | | | yes | 3 | | | height |
| | select_one towns | town | Town in ${n} | Ville | | | | region = ${region} | | | | | | minimal | |
| | text | region | Region | Région | | regex(., '^[a-z]+$') | | | | | | once('north') | | | |
| | begin_repeat | house | House | Maison | | | | | ${n} | | | | | | |
| | integer | people | People | Gens | ${n} > 1 | | | | | | ${n} = 2 | position(..) | | | |
| | begin_repeat | pet | Pet | Animal | | | | | | | | | | | |
| | text | kind | Kind | Sorte | | | | | | | | | | | |
| | calculate | sum | | | | | sum(${people}) + position(../..) | | | | | | | | |
| | end_repeat | | | | | | | | | | | | | | |
| | calculate | mean | | | | | ${people} div count(${house}) | | | | | | | | |
| | end_repeat | | | | | | | | | | | | | | |
| | begin_group | more | More | Plus | sum(${people}) > 2 | | | | | | | | | field-list | |
| | select_multiple towns | been | Been | Été | | | | | | | | | randomize=true seed=${n} | | |
| | rank towns | order | Order | Ordre | | | | | | | | | | | |
| | range | mark | Mark | Note | | | | | | | | | start=1 end=5 step=1 | rating | |
| | date | day | Day | Jour | | . <= today() | | | | | | today() | | | |
| | geopoint | place | Place | Lieu | | | | | | | | | | | |
| | image | photo | Photo | Photo | | | | | | | | | | | |
| | acknowledge | ok | Fine? | Bien ? | | | | | | | | | | | |
| | text | seen | Seen | Vu | | | concat(${mark}, '!') | | | ${mark} | | | | | |
| | note | said | ${town} is jr:choice-name | Oui ${been} | | | | | | | | | | | |
| | end_group | | | | | | | | | | | | | | |
| | calculate | name | | | | | jr:choice-name(${town}, '${town}') | | | | | | | | |
| | calculate | first | | | | | indexed-repeat(${people}, ${house}, 1) | | | | | | | | |
| choices | | | | | |
| | list_name | name | label::English (en) | label::French (fr) | region |
| | towns | a | A | A | north |
| | towns | b | B | B | south |
| | towns | c | C | C | north |
| settings | | | | |
| | form_title | form_id | version | default_language |
| | T | t | 1 | English (en) |
| entities | | |
| | list_name | label |
| | trees | ${region} |
"""

BY_HAND = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
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


@lru_cache(maxsize=1)
def _models() -> tuple[str, ...]:
    return (BY_HAND, read_markdown(WRITTEN).xform)


def xforms(count: int, seed: int) -> Iterator[str]:
    """Yield XForms with removed, doubled, moved and nested elements, swapped attributes, mutated
    text.
    """
    chance = random.Random(seed)
    for number in range(count):
        text = chance.choice(_models())
        if number % 4 == 0:
            yield mutated(text, chance, "<>/\"'=&;ax1 -][")
            continue
        root = etree.fromstring(text.removeprefix('<?xml version="1.0"?>'))
        for _ in range(chance.randint(1, 5)):
            _change(root, chance)
        yield etree.tostring(root, encoding="unicode")


def _change(root: etree._Element, chance: random.Random) -> None:
    every = [each for each in root.iter() if isinstance(each.tag, str) and each is not root]
    one, other = chance.choice(every), chance.choice(every)
    parent = one.getparent()
    kind = chance.randrange(8)
    if kind == 0:
        parent.remove(one)
    elif kind == 1:
        parent.insert(chance.randint(0, len(parent)), copy.deepcopy(one))
    elif kind == 2:
        other.append(copy.deepcopy(one))
    elif kind == 3:
        one.tag = other.tag
    elif kind == 4 and one.attrib and other.attrib:
        name = chance.choice(sorted(one.attrib))
        one.set(name, other.get(chance.choice(sorted(other.attrib))))
    elif kind == 5 and one.attrib:
        name = chance.choice(sorted(one.attrib))
        one.set(name, _clean(mutated(one.get(name), chance, "/.[]()@*'= $-1a")))
    elif kind == 6 and one.attrib:
        one.set(chance.choice(sorted(one.attrib)), _clean(grown(chance, 3)))
    else:
        one.text = chance.choice(["", "1", "x y", " ", "2026-02-30", "1e999", "é\u202e"])


def _clean(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable())


def fill(text: str) -> None:
    """Read a form strictly and forgivingly; answer, change, write and reread it."""
    try:
        form = parse_form(FormSource(text), forgiving=True)
    except FormError:
        return
    instance = start(form)
    for value in ("2", "b", "2026-11-24", "1 2 0 0", ""):
        for question in list(instance.questions())[:40]:
            fits = value[:4] != "2026" or question.type.startswith("date")
            if fits and question.control != "calculate" and not question.readonly:
                _answer(instance, question.reference, value)
        _grow(instance)
        for question in instance.questions():
            assert (question.label, question.choices, question.violation) is not None
    for language in form.languages:
        instance.set_language(language)
    recompute(instance)
    written = submission.write_submission(instance)
    try:
        saved = submission.read_submission(form, written, lambda: f"s{len(written)}")
    except FormError:
        return
    recompute(start(form, answers=saved.answers, repeats=saved.repeats))


def _answer(instance: Instance, reference: str, value: str) -> None:
    try:
        instance.set(reference, value)
    except (KeyError, ValueError):
        return  # removed meanwhile, or not a value of its type: both are reported


def _grow(instance: Instance) -> None:
    """Add an instance to every open repeat, then remove the first one."""
    ranges = [node for node in _every(instance.root) if node.kind == "repeat"]
    for node in ranges[:5]:
        if node.can_add:
            instance.add_repeat(node.reference)
    for node in ranges[:2]:
        for inner in node.children[:1]:
            try:
                instance.remove_repeat(inner.reference)
            except (AssessorError, KeyError):
                continue  # the form determines the count, or the instance was removed meanwhile


def _every(node) -> Iterator:
    yield node
    for child in node.children:
        yield from _every(child)


Tables = dict[str, list[list[str]]]


def workbooks(count: int, seed: int) -> Iterator[Tables]:
    """Yield XLSForms with mutated and swapped cells, removed, doubled and moved rows and columns."""
    chance = random.Random(seed)
    bases = [tables_of.markdown_tables(WRITTEN), *(_sheets(case[1]) for case in BROKEN)]
    cells = [cell for table in bases[0].values() for row in table for cell in row if cell]
    for number in range(count):
        tables = copy.deepcopy(bases[0] if number % 4 else chance.choice(bases))
        for _ in range(chance.randint(1, 3)):
            _spoil(tables, cells, chance)
        yield tables


def _sheets(text: str) -> Tables:
    found: Tables = {}
    for line in text.splitlines():
        name, colon, rest = line.partition(": ")
        if colon and name.isidentifier():
            found[name], line = [], rest
        if found and line.strip():
            list(found.values())[-1].append([cell.strip() for cell in line.split("|")])
    return found


def _spoil(tables: Tables, cells: list[str], chance: random.Random) -> None:
    name = chance.choices(sorted(tables), [len(tables[each]) + 1 for each in sorted(tables)])[0]
    table = tables[name]
    if not table or chance.random() < 0.01:
        tables[_clean(mutated(name, chance, "abc_ "))] = tables.pop(name)
        return
    row = chance.choice(table[1:] if len(table) > 1 and chance.random() < 0.9 else table)
    kind = chance.randrange(6)
    if kind == 0:
        table.remove(row)
    elif kind == 1:
        table.insert(chance.randint(0, len(table)), list(row))
    elif row and kind == 2:
        row[chance.randrange(len(row))] = chance.choice(cells)
    elif row and kind == 3:
        place = chance.randrange(len(row))
        row[place] = mutated(row[place] or "${n}", chance, "${}()='._- a1é\u0000")
    elif row and kind == 4:
        row.pop(chance.randrange(len(row)))
    elif row:
        row[chance.randrange(len(row))] = grown(chance, 3)


def convert(tables: Tables) -> None:
    """Convert a workbook and read the result."""
    try:
        source = xlsform.from_tables(tables)
        parse_form(source, forgiving=True)
    except FormError as error:
        assert error.problems and all(str(problem).strip() for problem in error.problems)
