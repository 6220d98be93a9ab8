"""Random expressions of XPath 1.0 for Hypothesis, over documents with a few known names.

Left out is where libxml2 has an answer of its own: axes from an attribute, digits after the
fifteenth, and what the forms' language adds (bare paths as conditions).
"""

from __future__ import annotations

from hypothesis import strategies as st

AXES = (
    "ancestor",
    "ancestor-or-self",
    "child",
    "descendant",
    "descendant-or-self",
    "following",
    "following-sibling",
    "parent",
    "preceding",
    "preceding-sibling",
    "self",
)
KINDS = ("*", "node()", "text()", "comment()", "processing-instruction()")
POSITIONS = ("1", "2", "last()", "last() - 1", "position() > 1", "position() != last()")
TEXTS = ("'a'", "''", "'1'", "'two'", "' 5 '")


def nodes(names: tuple[str, ...], starts: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Paths, filters and unions."""
    return _Grammar(names, starts).nodes


def expressions(names: tuple[str, ...], starts: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Expressions of any type."""
    return _Grammar(names, starts).whole


class _Grammar:
    def __init__(self, names: tuple[str, ...], starts: tuple[str, ...]) -> None:
        self.names = names
        self.starts = starts
        self.paths = self._paths(st.sampled_from(POSITIONS))
        self.inner = self._values(self.paths)
        self.predicates = st.sampled_from(POSITIONS) | self._conditions(self.inner)
        self.deep = self._paths(self.predicates)
        self.nodes = (
            self.deep
            | st.builds("({} | {})".format, self.deep, self.deep)
            | st.builds("({})[{}]".format, self.deep, self.predicates)
            | st.builds("({})/{}".format, self.deep, self._step(self.predicates))
        )
        values = self._values(self.nodes)
        self.whole = self.nodes | values | self._conditions(values)

    def _step(self, predicates: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        tests = st.sampled_from((*self.names, *self.names, *KINDS))
        plain = tests | st.builds("{}::{}".format, st.sampled_from(AXES), tests)
        narrowed = st.builds("{}[{}]".format, plain, predicates)
        return plain | narrowed | st.sampled_from((".", ".."))

    def _paths(self, predicates: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        step = self._step(predicates)
        joined = st.builds("{}{}{}".format, step, st.sampled_from(("/", "//")), step)
        ends = st.sampled_from(("", "", "", "/@*", "/@id"))
        return st.builds("{}{}{}".format, st.sampled_from(self.starts), step | joined, ends)

    def _values(self, nodes: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        number = st.sampled_from(("0", "1", "2", "-1", "3.5")) | st.builds(
            "{}({})".format, st.sampled_from(("count", "sum", "number", "string-length")), nodes
        )
        text = st.sampled_from(TEXTS) | st.builds(
            "{}({})".format, st.sampled_from(("string", "name", "normalize-space")), nodes
        )
        worked = st.builds(
            "({} {} {})".format, number, st.sampled_from(("+", "-", "*", "mod")), number
        )
        rounded = st.builds(
            "{}({} div {})".format, st.sampled_from(("floor", "ceiling", "round")), number, number
        )
        cut = st.builds("substring({}, {}, {})".format, text, number, number)
        between = st.builds(
            "{}({}, {})".format,
            st.sampled_from(("concat", "substring-before", "substring-after")),
            text,
            text,
        )
        return number | text | worked | rounded | cut | between

    def _conditions(self, values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        compared = st.builds(
            "{} {} {}".format, values, st.sampled_from(("=", "!=", "<", "<=", ">", ">=")), values
        )
        asked = st.builds(
            "{}({}, {})".format, st.sampled_from(("contains", "starts-with")), values, values
        )
        joined = st.builds("({} {} {})".format, compared, st.sampled_from(("and", "or")), compared)
        return compared | asked | joined | st.builds("not({})".format, compared)
