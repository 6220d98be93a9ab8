"""Tests of the bidirectional order against UAX #9, by its examples and rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.report.typesetting.bidi import embedding_levels, visual_runs

RLE, LRE, RLO, LRO, PDF = "\u202b", "\u202a", "\u202e", "\u202d", "\u202c"
RLI, LRI, FSI, PDI = "\u2067", "\u2066", "\u2068", "\u2069"
AR = "\u0628"  # an Arabic letter
MIRRORED = str.maketrans("()[]", ")(][")  # L4, which the shaper does for us
HE = "\u05d0\u05d1\u05d2"


def seen(text: str, base: int) -> str:
    """The characters from left to right, marks of direction left out, as UAX #9 prints them."""
    order = "".join(
        text[start:end][::-1].translate(MIRRORED) if level & 1 else text[start:end]
        for start, end, level in visual_runs(text, embedding_levels(text, base), base)
    )
    return "".join(char for char in order if char not in RLE + LRE + RLO + LRO + PDF + "⁧⁦⁨⁩")


def upper(text: str) -> str:
    """UAX #9 writes right-to-left letters as capitals: turn them into Hebrew and back."""
    return "".join(chr(0x05D0 + ord(c) - 65) if c.isupper() else c for c in text)


def lower(text: str) -> str:
    return "".join(chr(ord(c) - 0x05D0 + 65) if "\u05d0" <= c <= "\u05ea" else c for c in text)


@pytest.mark.parametrize(
    ("stored", "base", "shown"),
    [
        # Section 3.4, reordering
        ("car means CAR.", 0, "car means RAC."),
        ("car MEANS CAR.", 1, ".RAC SNAEM car"),
        (f"he said “{RLI}car MEANS CAR{PDI}.” “{RLI}IT DOES{PDI},” she agreed.", 0,
         "he said “RAC SNAEM car.” “SEOD TI,” she agreed."),
        (f"DID YOU SAY ’{LRI}he said “{RLI}car MEANS CAR{PDI}”{PDI}‘?", 1,
         "?‘he said “RAC SNAEM car”’ YAS UOY DID"),
        # Paired brackets, N0
        ("AB(CD[&ef]!)gh", 1, "gh(![ef&]DC)BA"),
        ("smith (fabrikam ARABIC) HEBREW", 1, "WERBEH (CIBARA fabrikam) smith"),
        ("ARABIC (book 1) x", 1, "x (book 1) CIBARA"),
        ("A(b)C", 1, "C(b)A"),
        # Numbers
        ("A 1-2 B", 1, "B 1-2 A"),
        ("A 98.5% B", 1, "B 98.5% A"),
        ("a 1-2 b", 0, "a 1-2 b"),
        ("A 24/7, b", 1, "b ,24/7 A"),
    ],
)  # fmt: skip
def test_examples(stored, base, shown):
    assert lower(seen(upper(stored), base)) == shown


@pytest.mark.parametrize(
    ("text", "base", "wanted"),
    [
        ("abc", 0, [0, 0, 0]),
        ("abc", 1, [2, 2, 2]),
        (HE, 0, [1, 1, 1]),
        ("1", 1, [2]),
        (f"{AR}1", 0, [1, 2]),  # W2: digits after Arabic
        ("a1", 1, [2, 2]),  # W7
        (f"{HE[0]}(a){HE[1]}", 1, [1, 1, 2, 1, 1]),  # N0: brackets keep the embedding
        (f"a({HE[0]})b", 0, [0, 0, 1, 0, 0]),
        (f"{HE[0]} ({HE[1]})a", 0, [1, 1, 1, 1, 1, 0]),  # N0c1: opposite inside and before
        (f"{HE[0]})\u0301", 0, [1, 0, 0]),
        (f"{RLE}a{PDF}", 0, [0, 2, 2]),
        (f"{RLO}ab{PDF}c", 0, [0, 1, 1, 1, 0]),
        (f"a{RLI}b{PDI}", 0, [0, 0, 2, 0]),
        (f"{FSI}{HE[0]}a{PDI}", 0, [0, 1, 2, 0]),
        (f"{FSI}a{HE[0]}{PDI}", 0, [0, 2, 3, 0]),
        (f"\u2329{HE[0]}\u3009", 1, [1, 1, 1]),  # canonically equal brackets pair
    ],
)
def test_levels(text, base, wanted):
    assert [*embedding_levels(text, base)] == wanted


_ANY = st.text(
    st.sampled_from("ab 12.,%-()[]" + HE + AR + "\u0664\u0301\u064b" + RLE + PDF + RLI + FSI + PDI)
)


@given(_ANY, st.integers(0, 1))
def test_every_character_is_seen_once(text, base):
    runs = visual_runs(text, embedding_levels(text, base), base)
    assert sorted(at for start, end, _ in runs for at in range(start, end)) == [*range(len(text))]


@given(_ANY, st.integers(0, 1))
def test_levels_never_fall_below_the_base(text, base):
    assert all(level >= base for level in embedding_levels(text, base))


def test_spaces_at_the_end_of_a_line_follow_the_paragraph():
    text = f"a {HE[0]} "
    assert visual_runs(text, embedding_levels(text, 0), 0)[-1] == (3, 4, 0)
