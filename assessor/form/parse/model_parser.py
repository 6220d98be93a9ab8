"""The model of an XForm: the primary instance as binds, and their bind elements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from assessor.form.model import markup
from assessor.form.model.datatypes import TYPES, calculated_text, canonical_text
from assessor.form.model.definition import Action, Audit, Bind, Expression, Initial
from assessor.form.model.itext import message_from
from assessor.form.model.xpath_parser import parse_expression
from assessor.form.model.xpath_tree import Call, ExpressionError, Path, subexpressions
from assessor.form.parse.problems import Problems
from assessor.form.xpath.scope import resolve, scope_at

_JR = f"{{{markup.JAVAROSA}}}"
_TEMPLATE = f"{_JR}template"
_SAVETO = f"{{{markup.ENTITIES}}}saveto"
_OURS = f"{{{markup.ASSESSOR}}}"
_MAX_PIXELS = f"{{{markup.OPENROSA}}}max-pixels"
_EXPRESSIONS = ("calculate", "relevant", "readonly", "required", "constraint")
"""Attributes of bind elements with an expression."""
_OLD_TYPES = {"integer": "int", "text": "string", "datetime": "dateTime"}
_CONSTANTS = {"true": True, "false": False}
ACTIONS = frozenset({"setvalue", "setgeopoint"})
KNOWN = frozenset(
    {"odk-instance-first-load", "odk-instance-load", "xforms-ready", "odk-new-repeat",
     "xforms-value-changed"}
)  # fmt: skip
"""The supported events."""


class ModelParser:
    """A parser of the model; `binds` are by path, `root` is the root of the primary instance."""

    def __init__(self, html: markup.Element, model: markup.Element, problems: Problems) -> None:
        self.model = model
        self.problems = problems
        self.prefixes = markup.prefixes_of(html)
        self.binds: dict[str, Bind] = {}
        self.named: dict[str, Bind] = {}
        self.actions: list[Action] = []
        self.audit: Audit | None = None
        self.document = Bind("/", "", "", None, 0)
        self.root = self.document
        self.root_element: markup.Element = model
        self._repeats = self._repeat_paths(html)

    def _repeat_paths(self, html: markup.Element) -> set[str]:
        """Return the nodeset of every repeat in the body, without spaces."""
        found: set[str] = set()
        for element in html.iter("{*}repeat"):
            path = "".join((element.get("nodeset") or element.get("ref") or "").split())
            if not path.startswith("/"):
                path = self._absolute_path(element, path)
            found.add(path)
        return found

    def _absolute_path(self, element: markup.Element, path: str) -> str:
        """Return a relative nodeset, prefixed with the reference of the enclosing elements."""
        ancestor = element.getparent()
        while ancestor is not None:
            ref = ancestor.get("ref") or ancestor.get("nodeset") or ""
            if ref:
                prefix = ref if ref.startswith("/") else self._absolute_path(ancestor, ref)
                return f"{prefix}/{path}"
            ancestor = ancestor.getparent()
        return path

    def parse_primary(self) -> None:
        """Parse the primary instance to binds."""
        instance = markup.child(self.model, "instance")
        root = next(iter(markup.elements(instance)), None) if instance is not None else None
        if root is None:
            self.problems.add("The form has no primary instance.", "It needs model/instance.")
            return
        self.root_element = root
        self.root = self._bind(root, self.document)
        self.document.children = (self.root,)
        self.document.children_by_name = {self.root.name: self.root}
        self._assign_slots()

    def _bind(self, element: markup.Element, parent: Bind) -> Bind:
        name = markup.qualified(element, self.prefixes)
        path = f"{parent.path.rstrip('/')}/{name}"
        bind = Bind(path, name, markup.space_and_name(element.tag)[0], parent, len(self.binds) + 1)
        self.binds[path] = bind
        bind.repeat = path in self._repeats
        bind.depth = parent.depth + bind.repeat
        bind.repeats = (*parent.repeats, bind) if bind.repeat else parent.repeats
        self._attributes(element, bind)
        if len(element):
            self._children(element, bind)
        else:
            bind.default = element.text or ""
        return bind

    def _attributes(self, element: markup.Element, bind: Bind) -> None:
        found: list[Bind] = []
        for tag, value in element.items():
            if tag == _TEMPLATE:
                continue
            name = markup.attribute_name(tag, self.prefixes)
            path = f"{bind.path}/@{name}"
            uri = markup.space_and_name(tag)[0]
            attribute = Bind(path, name, uri, bind, len(self.binds) + 1, attribute=True)
            attribute.depth, attribute.repeats, attribute.default = bind.depth, bind.repeats, value
            self.binds[path] = attribute
            found.append(attribute)
        if found:
            bind.attributes = tuple(found)

    def _children(self, element: markup.Element, bind: Bind) -> None:
        """Parse child elements; several of one name are instances of a repeat."""
        groups: dict[str, list[markup.Element]] = {}
        for each in markup.elements(element):
            groups.setdefault(markup.qualified(each, self.prefixes), []).append(each)
        found: dict[str, Bind] = {}
        for name, group in groups.items():
            path = f"{bind.path}/{name}"
            if len(group) > 1:
                # several nodes of one name are instances, even without a control
                self._repeats.add(path)
            if path not in self._repeats:
                found[name] = self._bind(group[0], bind)
                continue
            template = next((each for each in group if _TEMPLATE in each.attrib), None)
            repeat = found[name] = self._bind(group[0] if template is None else template, bind)
            # Without a template the first instance is also the pattern for new ones.
            instances = [each for each in group if each is not template]
            repeat.initial = [self._initial(each, repeat) for each in instances]
        if found:
            bind.children, bind.children_by_name = tuple(found.values()), found

    def _initial(self, element: markup.Element, bind: Bind) -> Initial:
        """Return the differences of a written instance from the template."""
        found = Initial({}, {})
        self._collect_differences(element, bind, found)
        return found

    def _collect_differences(self, element: markup.Element, bind: Bind, found: Initial) -> None:
        if bind.leaf:
            text = element.text or ""
            if text != bind.default:
                found.values[bind] = text
            return
        for inner in bind.children:
            matching = [
                each
                for each in markup.elements(element)
                if markup.qualified(each, self.prefixes) == inner.name
            ]
            if inner.repeat:
                found.repeats[inner] = [
                    self._initial(each, inner) for each in matching if _TEMPLATE not in each.attrib
                ]
            elif matching:
                self._collect_differences(matching[0], inner, found)

    def _assign_slots(self) -> None:
        """Give every bind its slot in the frame of its innermost repeat."""
        binds: dict[Bind, list[Bind]] = {self.document: [self.document]}
        ranges: dict[Bind, list[Bind]] = {}
        for bind in self.binds.values():
            members_of = binds.setdefault(bind.repeats[-1] if bind.repeats else self.document, [])
            bind.slot = len(members_of)
            members_of.append(bind)
            if bind.repeat:
                outer = bind.repeats[-2] if len(bind.repeats) > 1 else self.document
                siblings = ranges.setdefault(outer, [])
                bind.range_slot = len(siblings)
                siblings.append(bind)
        for home_bind, members in binds.items():
            home_bind.binds, home_bind.ranges = tuple(members), tuple(ranges.get(home_bind, ()))

    def find_bind(self, path: str, context: Bind | None = None) -> Bind | None:
        """Return the bind of a nodeset or ref; None if there is none, or several."""
        bind = self.binds.get(path.strip())
        if bind is not None:
            return bind
        try:
            tree = parse_expression(path)
        except ExpressionError:
            return None
        if not isinstance(tree, Path):
            return None
        start = context or self.root
        steps = (replace(each, predicates=()) if each.predicates else each for each in tree.steps)
        plain = Path(tree.start, tuple(steps))
        scope = scope_at(start, self.document, self.binds)
        targets = resolve(plain, scope)
        return targets[0].bind if targets and len(targets) == 1 else None

    def expression(
        self, source: str | None, bind: Bind | None, path: str = ""
    ) -> Expression | None:
        """Parse the expression of an attribute; None if missing or invalid (noted)."""
        if source is None or not source.strip():
            return None
        try:
            tree = parse_expression(source)
        except ExpressionError as error:
            self.problems.add(error, path=path or (bind.path if bind else ""))
            return None
        constant = None
        if isinstance(tree, Call) and not tree.args:
            constant = _CONSTANTS.get(tree.name)
        calls = subexpressions(tree) if "once" in source else ()
        remembers = any(isinstance(each, Call) and each.name == "once" for each in calls)
        return Expression(source, tree, bind, constant, remembers)

    def parse_binds(self) -> list[markup.Element]:
        """Parse every bind element; return the other elements of the model."""
        others: list[markup.Element] = []
        for element in markup.elements(self.model):
            if markup.local(element) == "bind":
                self._bind_element(element)
            else:
                others.append(element)
        for bind in self.binds.values():
            if bind.default:
                bind.default = as_typed(bind, bind.default)
            for initial in bind.initial:
                initial.values = {
                    each: as_typed(each, text) for each, text in initial.values.items()
                }
        return others

    def _bind_element(self, element: markup.Element) -> None:
        attributes = dict(element.items())
        bind = self.find_bind(attributes.get("nodeset") or attributes.get("ref") or "")
        if bind is None:
            return  # ODK clients ignore a bind without a node, too.
        if attributes.get("id"):
            self.named[attributes["id"]] = bind
        kind = attributes.get("type", "")
        if kind:
            bind.type = _type(kind)
            if bind.type not in TYPES:
                bind.type, what = "string", f"The data type {kind} is not supported."
                fix, instead = "Use an ODK data type.", "It is taken to be text."
                self.problems.add(what, fix, bind.path, instead)
        bind.explicit = True
        for name in _EXPRESSIONS:
            if name in attributes:
                expression = self.expression(attributes[name], bind)
                if expression is not None:
                    setattr(bind, name, expression)
        self._namespaced_attributes(attributes, bind)

    def _namespaced_attributes(self, attributes: Mapping[str, str], bind: Bind) -> None:
        message = message_from(attributes.get(f"{_JR}constraintMsg"))
        bind.constraint_message = message or bind.constraint_message
        message = message_from(attributes.get(f"{_JR}requiredMsg"))
        bind.required_message = message or bind.required_message
        bind.preload = attributes.get(f"{_JR}preload", bind.preload)
        bind.preload_params = attributes.get(f"{_JR}preloadParams", bind.preload_params)
        bind.saveto = attributes.get(_SAVETO, bind.saveto)
        if bind.name.rpartition(":")[2] == "audit" and _in_meta(bind, self.root):
            self.audit = _audit(attributes, bind)
        ours = (tag for tag in attributes if tag.startswith(_OURS))
        meta = {tag.removeprefix(_OURS): attributes[tag] for tag in ours}
        if _MAX_PIXELS in attributes:
            meta["max-pixels"] = attributes[_MAX_PIXELS]
        if meta:
            bind.meta = {**bind.meta, **meta}

    def parse_action(self, element: markup.Element, trigger: Bind | None) -> None:
        """Parse one action inside the question or repeat `trigger`, or in the model."""
        ref = element.get("ref") or ""
        if not ref and element.get("bind"):
            named = self.named.get(element.get("bind"))
            ref = named.path if named else ""
        bind = self.find_bind(ref, trigger) if ref else None
        where = trigger.path if trigger else ref
        if bind is None:
            what = f"An action names the node {ref or '(none)'}, which is not in the form."
            self.problems.add(what, "Correct its ref.", where, "The action is not carried out.")
            return
        events = self._events(element, where)
        kind = markup.local(element)
        value = self.expression(element.get("value"), bind) if kind == "setvalue" else None
        try:
            target = Expression(ref, parse_expression(ref), trigger or self.root)
        except ExpressionError as error:
            self.problems.add(error, path=where)
            return
        text = markup.text_of(element) if value is None else ""
        self.actions.append(Action(kind, events, target, bind, value, text, trigger))

    def _events(self, element: markup.Element, where: str) -> frozenset[str]:
        names = element.get(f"{{{markup.EVENTS}}}event") or element.get("event") or ""
        events = frozenset(names.split())
        for event in sorted(events - KNOWN):
            what, fix = f"The event {event} is not supported.", "Use one of ODK's events."
            self.problems.add(what, fix, where, "The action does not wait for it.")
        if not events:
            what, fix = "An action names no event.", "Give it one of ODK's events."
            self.problems.add(what, fix, where, "The action is not carried out.")
        return events


def as_typed(bind: Bind, text: str) -> str:
    """Return a default in its type's format; blank, as in JavaRosa, if it is invalid."""
    try:
        return canonical_text(bind.type, calculated_text(bind.type, text))
    except ValueError:
        return text if bind.type.startswith("geo") else ""


def _in_meta(bind: Bind, root: Bind) -> bool:
    meta = bind.parent
    return meta is not None and meta.parent is root and meta.name.rpartition(":")[2] == "meta"


def _audit(attributes: Mapping[str, str], bind: Bind) -> Audit:
    """Return the audit settings (ODK XForms, "Audit Attributes")."""

    def setting(name: str) -> str:
        return attributes.get(f"{{{markup.ODK}}}{name}", "")

    return Audit(
        bind,
        changes=setting("track-changes") == "true",
        reasons=setting("track-changes-reasons") == "on-form-edit",
        users=setting("identify-user") == "true",
        places=bool(setting("location-priority")),
    )


@lru_cache(maxsize=256)
def _type(kind: str) -> str:
    name = kind.rpartition(":")[2]
    return _OLD_TYPES.get(name, name)
