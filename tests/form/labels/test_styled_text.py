"""Styles that ODK allows in labels are parsed, and no others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.form.labels.colours import MINIMUM_CONTRAST, contrast, legible_colour, parse_colour
from assessor.form.labels.styled_text import (
    MAX_STYLED,
    Line,
    Run,
    is_styled,
    plain_text,
    styled_lines,
)
from tests.support.form.form_filling import start

RED, GREEN, PURPLE = (255, 0, 0), (0, 128, 0), (128, 0, 128)
COMBINED = '# <span style="font-family:cursive;color:purple">Both together</span>'


def check(text: str, *lines: Line) -> None:
    assert styled_lines(text) == lines
    assert plain_text(text) == "\n".join("".join(run.text for run in line.runs) for line in lines)
    plainly = all(line == Line(tuple(Run(run.text) for run in line.runs)) for line in lines)
    assert is_styled(text) is not plainly


def line(*runs: Run | str, **more: object) -> Line:
    return Line(tuple(Run(run) if isinstance(run, str) else run for run in runs), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [line()]),
        ("As it is", [line("As it is")]),
        ("one\n\ntwo", [line("one"), line(), line("two")]),
        ("_italic_", [line(Run("italic", italic=True))]),
        ("*italic*", [line(Run("italic", italic=True))]),
        ("__bold__", [line(Run("bold", bold=True))]),
        ("**bold**", [line(Run("bold", bold=True))]),
        ("***both***", [line(Run("both", bold=True, italic=True))]),
        ("**two\nlines**", [line(Run("two", bold=True)), line(Run("lines", bold=True))]),
        *((f"{'#' * n} Head", [line("Head", heading=n)]) for n in range(1, 7)),
        ("## Head\nbelow", [line("Head", heading=2), line("below")]),
        ("## Head\n\nbelow", [line("Head", heading=2), line(), line("below")]),
        (r"\# no head", [line("# no head")]),
        (r"a star \*, a line \_, a slash \\", [line(r"a star *, a line _, a slash " + "\\")]),
        ("[here](http://x.org) now", [line(Run("here", link="http://x.org"), " now")]),
        ("![a map](http://x.org/m.png)", [line("a map")]),
        ("[x](javascript:alert(1))", [line("[x](javascript:alert(1))")]),
    ],
)
def test_markdown(text: str, lines: list[Line]) -> None:
    check(text, *lines)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('Going <span style="color:red">red</span>', [line("Going ", Run("red", colour=RED))]),
        ("<span style='color: #008000'>g</span>", [line(Run("g", colour=GREEN))]),
        ("<span style='font-family:serif'>s</span>", [line(Run("s", family="serif"))]),
        ("<span style='font-family:Comic Sans'>s</span>", [line("s")]),
        ("<span style='color:none; background:url(x)'>s</span>", [line("s")]),
        (COMBINED, [line(Run("Both together", colour=PURPLE, family="cursive"), heading=1)]),
        (
            '<span style="color:red">a <span style="color:green">b</span> c</span>',
            [line(Run("a ", colour=RED), Run("b", colour=GREEN), Run(" c", colour=RED))],
        ),
        ('**<span style="color:red">a</span>**', [line(Run("a", bold=True, colour=RED))]),
        ('<p style="text-align:center">mid</p>', [line("mid", align="center")]),
        ('<div style="text-align:left">at</div>', [line("at", align="left")]),
        ("<b>bold</b><br>and <em>so</em>", [
            line(Run("bold", bold=True)), line("and ", Run("so", italic=True)),
        ]),
        ("<script>alert(1)</script> <img src='x'>", [line("alert(1) ")]),
        ("</span>nothing was open", [line("nothing was open")]),
    ],
)  # fmt: skip
def test_tags(text: str, lines: list[Line]) -> None:
    check(text, *lines)


@pytest.mark.parametrize(
    "text",
    [
        "1. How many?",
        "- one\n- two",
        "5 * 3 * 2",
        "2*3*4",
        "snake_case_name",
        "a < b and c > d",
        "under <18 or >65",
        "AT&amp;T",
        "    four spaces",
        "x\n---",
        "`code`",
        "> said",
    ],
)
def test_what_is_no_style_stays_as_it_is(text: str) -> None:
    assert plain_text(text) == text
    assert not is_styled(text)


@given(st.text(alphabet="ab *_[]()<>/#\\!\n\"'=:;spancolred", max_size=80))
def test_any_text_is_read(text: str) -> None:
    lines = styled_lines(text)
    assert plain_text(text).count("\n") == len(lines) - 1
    assert all("\n" not in run.text and run.text for line in lines for run in line.runs)


def test_a_text_longer_than_any_label_is_shown_as_written() -> None:
    text = "**" * MAX_STYLED
    assert plain_text(text) == text and not is_styled(text)


def test_what_an_answer_says_is_filled_in_before() -> None:
    text = (
        "| survey | | | |\n| | type | name | label |\n| | text | who | Who |\n"
        "| | note | said | Dear **${who}**, <span style='color:red'>read</span> |\n"
    )
    instance = start(text)
    instance.set("/data/who", "Ana")
    runs = styled_lines(instance.node("/data/said").label)[0].runs
    assert runs[:2] == (Run("Dear "), Run("Ana", bold=True))
    assert runs[-1] == Run("read", colour=RED)


@pytest.mark.parametrize(
    ("css", "colour"),
    [
        ("red", RED),
        (" Green ", GREEN),
        ("#080", (0, 136, 0)),
        ("#80808F", (128, 128, 143)),
        ("rebeccapurple", (102, 51, 153)),
        ("#12", None),
        ("url(x)", None),
        ("", None),
    ],
)
def test_colours_by_css(css: str, colour: object) -> None:
    assert parse_colour(css) == colour


CHANNELS = st.tuples(*[st.integers(0, 255)] * 3)


@given(CHANNELS, st.sampled_from([(255, 255, 255), (22, 28, 36), (0, 0, 0)]))
def test_words_of_any_colour_can_be_read(colour, ground) -> None:
    found = legible_colour(colour, ground)
    assert contrast(found, ground) >= MINIMUM_CONTRAST
    if contrast(colour, ground) >= MINIMUM_CONTRAST:
        assert found == colour


def test_black_on_white_is_the_greatest_contrast() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast(RED, RED) == 1
