"""Tests of text layout: full lines, no missing glyph, extractable text."""

from __future__ import annotations

import unicodedata
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.report.blocks.look import PAGE, Look
from assessor.report.typesetting.fonts import (
    CHINESE,
    ITALIC,
    SEMIBOLD,
    family_runs,
    load_face,
    replace_undrawable,
)
from assessor.report.typesetting.pen import DocumentFonts, PdfCanvas, Pen
from assessor.report.typesetting.tags import StructureTree
from assessor.report.typesetting.text_layout import (
    BOLD,
    Span,
    Style,
    TextLayout,
    label_spans,
    plain_text,
)
from tests.support.report.pdf_text import read

STYLE = Style(10, 14, (0, 0, 0))


def page(*texts: TextLayout, width: float = 400) -> bytes:
    target = BytesIO()
    canvas = PdfCanvas(target, pagesize=PAGE, invariant=1)
    pen = Pen(canvas, DocumentFonts(canvas), PAGE, texts[0].right_to_left, StructureTree())
    y = 50.0
    for text in texts:
        text.draw(pen, 50, y, width)
        y += text.height(width) + 14
    pen.finish()
    canvas.save()
    return target.getvalue()


def _canonical(text: str) -> str:
    """Marks on one letter in one order, whichever way they were typed."""
    return unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    "stored",
    [
        "صورة التهديد والإحصاءات وإبلاغ الضحايا",
        "لم يُعرض أو يُذكر ما يؤيد ذلك",
        "متحقَّق منه محلياً شيئاً لا لأنّ الإسلام",
        "قانون مكافحة جرائم تقنية المعلومات",
    ],
)
def test_arabic_is_read_back_in_order(stored):
    pdf = page(TextLayout(stored, STYLE, right_to_left=True))
    assert _canonical(read(pdf)).split() == _canonical(stored).split()


@pytest.mark.parametrize(
    "stored",
    [
        "affinity, office, résumé naïve – “quoted” 12,345 €",
        "L'État, où l'œuvre était déjà là ; ça va ?",
        "¿Qué dice el Ñandú? El 98,5 % de los casos.",
    ],
)
def test_latin_is_read_back(stored):
    assert " ".join(read(page(TextLayout(stored, STYLE))).split()) == stored


def test_lines_are_full_but_not_too_wide():
    text = TextLayout("one two three four five six seven " * 12, STYLE)
    lines = text.lines(120)
    assert max(line.width for line in lines) <= 120
    assert min(line.width for line in lines[:-1]) > 80


def test_a_word_longer_than_the_line_is_cut():
    text = TextLayout("a" * 200, STYLE)
    assert len(text.lines(100)) > 5
    assert max(line.width for line in text.lines(100)) <= 100


def test_a_line_may_break_after_a_hyphen_or_slash_only_between_letters():
    assert len(TextLayout("whole-of-government", STYLE).lines(60)) > 1
    assert len(TextLayout("12 – 13", STYLE).lines(500)) == 1


@pytest.mark.parametrize("bound", ["8 600", "Pourquoi ?", "12 %", "« oui »", "a )"])
def test_closing_marks_do_not_start_a_line(bound):
    last = bound.split(" ")[-1]
    for width in range(30, 260, 3):
        text = TextLayout(f"un deux trois quatre {bound} cinq six", STYLE)
        first = [line.runs[0].shaped.glyphs[0].text for line in text.lines(width) if line.runs]
        assert width < 70 or last[0] not in first, width


def test_line_feeds_separate_paragraphs():
    assert len(TextLayout("a\nb\r\nc", STYLE).lines(100)) == 3


def test_spans_keep_their_look_and_do_not_move_the_rest():
    whole = TextLayout("bold and plain", STYLE).natural()
    mixed = TextLayout([Span("bold", BOLD), Span(" and plain")], STYLE)
    assert mixed.natural() > whole
    names = [run.face.name for run in mixed.lines(500)[0].runs]
    assert names[0] == "NotoSans-Bold"
    assert set(names[1:]) == {"NotoSans-Regular"}


def test_undrawable_characters_are_replaced():
    assert replace_undrawable("a漢ກb") == "a漢\ufffdb"


@pytest.mark.parametrize(
    "stored",
    [
        "国家评估报告，2026年3月9日",
        "“举证责任”（见第12条）",
        "國家評估 Assessor 1.0 版",
        "Отчёт об оценке",
    ],
)
def test_chinese_and_russian_are_read_back(stored):
    assert "".join(read(page(TextLayout(stored, STYLE))).split()) == "".join(stored.split())


def test_chinese_breaks_between_characters_but_not_before_its_marks():
    said = "调查人员，表示：（该部门）没有“专门的”程序。" * 6
    text = TextLayout(said, STYLE)
    for width in range(40, 200, 7):
        lines = text.lines(width)
        assert max(line.width for line in lines) <= width + 0.01
        assert min(line.width for line in lines[:-1]) > width - 4 * STYLE.size
        firsts = {line.runs[0].shaped.glyphs[0].text for line in lines}
        lasts = {line.runs[-1].shaped.glyphs[-1].text for line in lines}
        assert not firsts & set("，：）”。")
        assert not lasts & set("（“")


def test_latin_words_between_chinese_marks_break_after_the_marks_only():
    text = TextLayout("Investigation；cases，" * 9, STYLE)
    longest = TextLayout("Investigation；", STYLE).natural()
    for width in range(round(longest) + 1, 200, 7):
        lines = text.lines(width)
        lasts = {line.runs[-1].shaped.glyphs[-1].text for line in lines}
        assert lasts <= set("；，")
        assert min(line.width for line in lines[:-1]) > width - longest


def test_a_missing_weight_is_replaced_by_the_nearest():
    names = [load_face(CHINESE, weight).name for weight in (SEMIBOLD, ITALIC)]
    assert names == ["NotoSansSC-Bold", "NotoSansSC-Regular"]


def test_marks_follow_the_letter_they_sit_on():
    assert [family for _, _, family in family_runs("ab سُ")] == ["NotoSans", "NotoSansArabic"]


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("**Never** enter *names* of [people](http://x).", "Never enter names of people."),
        ("snake_case_name and 2*3*4", "snake_case_name and 2*3*4"),
        ("<span style='color:red'>Red</span> text", "Red text"),
        ("", ""),
    ],
)
def test_markdown_of_labels(markdown, words):
    assert plain_text(markdown) == words
    assert "".join(span.text for span in label_spans(markdown)) == words


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60), st.booleans())
def test_any_text_is_laid_out_without_a_missing_glyph(text, right_to_left):
    block = TextLayout(text, STYLE, right_to_left=right_to_left)
    glyphs = [
        glyph.code for line in block.lines(90) for run in line.runs for glyph in run.shaped.glyphs
    ]
    assert 0 not in glyphs


@given(st.integers(20, 300), st.lists(st.sampled_from(["a", "bb", "سلام", "12", "(x)"])))
def test_no_line_is_wider_than_its_room(width, parts):
    text = TextLayout(" ".join(parts), STYLE, right_to_left=True)
    assert all(line.width <= width + 0.02 for line in text.lines(width))


@pytest.mark.parametrize(
    ("code", "title", "told"),
    [
        ("en", "Range", "Range: 2"),
        ("en", "Is there one?", "Is there one? 2"),
        ("fr", "Fourchette", "Fourchette\u00a0: 2"),
        ("ar", "هل يوجد؟", "هل يوجد؟ 2"),
        ("zh", "范围", "范围：2"),
    ],
)
def test_a_title_is_joined_by_its_languages_punctuation(code, title, told):
    assert Look(code).introducing(title, "2") == told
