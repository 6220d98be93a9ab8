"""The words of a form: translations, their forms, and the outputs inside them."""

from __future__ import annotations

import re

from assessor.form.definition import Output, Part, Text
from assessor.form.markup import Element, elements, local
from assessor.form.xpath import Call, Literal, parse

_QUOTED = re.compile(r"jr:itext\('([^']*)'\)\Z")
Translations = dict[str, dict[str, dict[str, tuple[Part, ...]]]]
"""By language, then id, then form ("" is the default form): the parts of the text."""


def translations(itext: Element | None) -> tuple[Translations, str]:
    """All translations and the default language; both empty where a form has only one language."""
    found: Translations = {}
    default = ""
    for translation in elements(itext) if itext is not None else ():
        language = translation.get("lang", "")
        if "default" in translation.attrib and translation.get("default") != "false()":
            default = default or language
        texts = found.setdefault(language, {})
        for text in elements(translation):
            texts[text.get("id", "")] = {
                value.get("form", ""): parts_of(value) for value in elements(text)
            }
    return found, default or next(iter(found), "")


def parts_of(element: Element) -> tuple[Part, ...]:
    """The content of a label, hint or value: words and outputs.

    Raises ExpressionError for an output that cannot be understood.
    """
    if len(element) == 0:
        return (element.text,) if element.text else ()
    found: list[Part] = [element.text] if element.text else []
    for each in element:
        if isinstance(each.tag, str):
            if local(each) == "output":
                source = each.get("value") or each.get("ref") or ""
                found.append(Output(source, parse(source)))
            else:
                found.extend(_marked(each))
        if each.tail:
            found.append(each.tail)
    return tuple(found)


def _marked(element: Element) -> tuple[Part, ...]:
    """Inline markup such as span, kept as text: whoever shows it knows Markdown and spans."""
    name = local(element)
    style = element.get("style")
    opening = f'<{name} style="{style}">' if style else f"<{name}>"
    return (opening, *parts_of(element), f"</{name}>")


def text_from(element: Element | None) -> Text | None:
    """The text of a label, hint or the like; None if there is no such element."""
    if element is None:
        return None
    return text_from_ref(element.get("ref", "")) if element.get("ref") else Text(parts_of(element))


def text_from_ref(ref: str) -> Text:
    """A text given by reference: jr:itext('id'), jr:itext(path), or a path."""
    quoted = _QUOTED.match(ref)
    if quoted:  # by far the most common: not worth a parser
        return Text(itext=quoted[1])
    tree = parse(ref)
    if isinstance(tree, Call) and tree.name == "jr:itext" and len(tree.args) == 1:
        argument = tree.args[0]
        if isinstance(argument, Literal):
            return Text(itext=argument.value)
    return Text((Output(ref, tree),))


def message_from(attribute: str | None) -> Text | None:
    """The text of jr:constraintMsg or jr:requiredMsg."""
    if not attribute:
        return None
    if attribute.strip().startswith("jr:itext("):
        return text_from_ref(attribute)
    return Text((attribute,))
