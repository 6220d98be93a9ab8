"""The texts of a form: translations, their forms and their outputs."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping

from assessor.form.model.definition import Output, Part, Text, Words
from assessor.form.model.markup import Element, elements, local
from assessor.form.model.xpath_parser import parse_expression
from assessor.form.model.xpath_tree import Call, Literal

_QUOTED = re.compile(r"jr:itext\('([^']*)'\)\Z")
Translations = dict[str, dict[str, Words]]
"""Words by language, then id."""


def translations(itext: Element | None) -> tuple[Translations, str]:
    """Return all translations and the default language; both empty for a form in one language."""
    found: Translations = {}
    default = ""
    for translation in elements(itext) if itext is not None else ():
        language = translation.get("lang", "")
        if "default" in translation.attrib and translation.get("default") != "false()":
            default = default or language
        texts = found.setdefault(language, {})
        for text in translation:
            if isinstance(text.tag, str):
                # ids repeat in each language and in labels
                texts[sys.intern(text.get("id", ""))] = _words(text)
    return found, default or next(iter(found), "")


def _words(text: Element) -> Words:
    """Return the words of a text element; most have one form without outputs."""
    values = elements(text)
    if len(values) == 1 and len(values[0]) == 0 and values[0].get("form") is None:
        words: str = values[0].text or ""
        return words
    return {value.get("form", ""): parts_of(value) for value in values}


def forms_of(words: Words) -> Mapping[str, tuple[Part, ...]]:
    """Return the parts by form; "" is the default form."""
    return {"": (words,)} if isinstance(words, str) else words


def parts_of(element: Element) -> tuple[Part, ...]:
    """Return the content of a label, hint or value: texts and outputs.

    Raises ExpressionError for an invalid output.
    """
    if len(element) == 0:
        return (element.text,) if element.text else ()
    found: list[Part] = [element.text] if element.text else []
    for each in element:
        if isinstance(each.tag, str):
            if local(each) == "output":
                source = each.get("value") or each.get("ref") or ""
                found.append(Output(source, parse_expression(source)))
            else:
                found.extend(_marked(each))
        if each.tail:
            found.append(each.tail)
    return tuple(found)


def _marked(element: Element) -> tuple[Part, ...]:
    """Return inline markup such as span as text; it is parsed for display."""
    name = local(element)
    style = element.get("style")
    opening = f'<{name} style="{style}">' if style else f"<{name}>"
    return (opening, *parts_of(element), f"</{name}>")


def text_from(element: Element | None) -> Text | None:
    """Return the text of a label, hint or similar element; None without an element."""
    if element is None:
        return None
    ref = element.get("ref")
    return text_from_ref(ref) if ref else Text(parts_of(element))


def text_from_ref(ref: str) -> Text:
    """Return a text given by reference: jr:itext('id'), jr:itext(path), or a path."""
    quoted = _QUOTED.match(ref)
    if quoted:  # fast path for the most common case
        return Text(itext=sys.intern(quoted[1]))
    tree = parse_expression(ref)
    if isinstance(tree, Call) and tree.name == "jr:itext" and len(tree.args) == 1:
        argument = tree.args[0]
        if isinstance(argument, Literal):
            return Text(itext=argument.value)
    return Text((Output(ref, tree),))


def message_from(attribute: str | None) -> Text | None:
    """Return the text of jr:constraintMsg or jr:requiredMsg."""
    if not attribute:
        return None
    if attribute.strip().startswith("jr:itext("):
        return text_from_ref(attribute)
    return Text((attribute,))
