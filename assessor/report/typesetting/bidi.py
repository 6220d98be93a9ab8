"""Order mixed right-to-left and left-to-right text by all rules of UAX #9.

`embedding_levels` resolves levels per character (without P2: the language sets the base direction),
`visual_runs` orders a line. The shaper mirrors (L4). Source: Unicode Standard Annex #9, revision 48
(Unicode 15.1).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from unicodedata import bidirectional

_MAX_DEPTH = 125
_EXPLICIT = frozenset(("RLE", "LRE", "RLO", "LRO", "PDF", "BN"))
_ISOLATES = frozenset(("LRI", "RLI", "FSI"))
_NEUTRAL = frozenset(("B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI"))
_SPACE = frozenset(("WS", "LRI", "RLI", "FSI", "PDI", *_EXPLICIT))
_TURNS = frozenset(("R", "AL", "AN", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "FSI", "PDF", "PDI"))

# Bidi_Paired_Bracket, missing in unicodedata: each opener with its closer.
_PAIRS = (
    "()[]{}༺༻༼༽᚛᚜⁅⁆⁽⁾₍₎⌈⌉⌊⌋〈〉❨❩❪❫❬❭❮❯❰❱❲❳❴❵⟅⟆⟦⟧⟨⟩⟪⟫⟬⟭⟮⟯⦃⦄⦅⦆⦇⦈⦉⦊⦋⦌⦍⦐⦏⦎⦑⦒⦓⦔⦕⦖⦗⦘"
    "⧘⧙⧚⧛⧼⧽⸢⸣⸤⸥⸦⸧⸨⸩⹕⹖⹗⹘⹙⹚⹛⹜〈〉《》「」『』【】〔〕〖〗〘〙〚〛﹙﹚﹛﹜﹝﹞（）［］｛｝｟｠｢｣"
)
_CLOSER = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
_CLOSER["\u2329"] = "\u3009"  # canonical equivalents (BD16)
_CANONICAL = {"\u232a": "\u3009"}
_CLOSERS = frozenset(_CLOSER.values()) | {"\u232a"}


def needs_reordering(text: str) -> bool:
    """Return whether visual and stored order can differ."""
    return not text.isascii() and any(bidirectional(char) in _TURNS for char in text)


@lru_cache(maxsize=8192)
def embedding_levels(text: str, base: int) -> tuple[int, ...]:
    """Return the embedding level of each character of a paragraph; `base` is 0 or 1."""
    if not base and not needs_reordering(text):
        return (0,) * len(text)
    types = [bidirectional(char) or "L" for char in text]
    explicit, kinds = _explicit(types, base)
    levels = list(explicit)
    visible = [index for index, kind in enumerate(types) if kind not in _EXPLICIT]
    for sequence in _sequences(types, explicit, visible):
        _resolve(text, kinds, levels, sequence, _ends(types, explicit, visible, sequence, base))
    last = base
    for index, kind in enumerate(types):
        if kind in _EXPLICIT:
            levels[index] = last  # X9: ignored
        last = levels[index]
    return tuple(levels)


def visual_runs(text: str, levels: Sequence[int], base: int) -> list[tuple[int, int, int]]:
    """Return the runs of a line from left to right as (start, end, level): rules L1 and L2."""
    line = list(levels)
    reset = True
    for index in range(len(text) - 1, -1, -1):
        kind = bidirectional(text[index])
        if kind in ("B", "S"):
            line[index], reset = base, True
        elif kind in _SPACE:
            line[index] = base if reset else line[index]
        else:
            reset = False
    runs: list[tuple[int, int, int]] = []
    start = 0
    for index in range(1, len(line) + 1):
        if index == len(line) or line[index] != line[start]:
            runs.append((start, index, line[start]))
            start = index
    return reorder_runs(runs)


def reorder_runs(runs: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Apply rule L2: reverse from the highest level to the lowest odd one."""
    odd = [level for _, _, level in runs if level & 1]
    if not odd:
        return runs
    ordered = list(runs)
    for level in range(max(run[2] for run in runs), min(odd) - 1, -1):
        at = 0
        while at < len(ordered):
            if ordered[at][2] < level:
                at += 1
                continue
            end = at
            while end < len(ordered) and ordered[end][2] >= level:
                end += 1
            ordered[at:end] = ordered[at:end][::-1]
            at = end
    return ordered


def _matching(types: Sequence[str]) -> dict[int, int]:
    """BD9: return the matching PDI of each isolate initiator."""
    matches: dict[int, int] = {}
    open_isolates: list[int] = []
    for index, kind in enumerate(types):
        if kind in _ISOLATES:
            open_isolates.append(index)
        elif kind == "PDI" and open_isolates:
            matches[open_isolates.pop()] = index
    return matches


def _first_strong(types: Sequence[str], start: int, end: int) -> int:
    """P2 and P3 within an isolate: return 1 if the first strong character is right-to-left."""
    depth = 0
    for index in range(start, end):
        kind = types[index]
        if kind in _ISOLATES:
            depth += 1
        elif kind == "PDI":
            depth -= 1
        elif not depth and kind in ("L", "R", "AL"):
            return int(kind != "L")
    return 0


class _Stack:
    """The directional status stack of X1 to X8."""

    def __init__(self, base: int) -> None:
        self.entries: list[tuple[int, str, bool]] = [(base, "", False)]
        self.isolate_overflow = self.embedding_overflow = self.valid_isolates = 0

    def push(self, right: bool, override: str, isolate: bool) -> None:
        level = self.entries[-1][0]
        level = (level + 1) | 1 if right else (level + 2) & ~1
        if level <= _MAX_DEPTH and not (self.isolate_overflow or self.embedding_overflow):
            self.valid_isolates += isolate
            self.entries.append((level, override, isolate))
        elif isolate:
            self.isolate_overflow += 1
        elif not self.isolate_overflow:
            self.embedding_overflow += 1

    def end_isolate(self) -> None:
        if self.isolate_overflow:
            self.isolate_overflow -= 1
        elif self.valid_isolates:
            self.embedding_overflow = 0
            while not self.entries[-1][2]:
                self.entries.pop()
            self.entries.pop()
            self.valid_isolates -= 1

    def end_embedding(self) -> None:
        if self.isolate_overflow:
            return
        if self.embedding_overflow:
            self.embedding_overflow -= 1
        elif not self.entries[-1][2] and len(self.entries) > 1:
            self.entries.pop()


def _explicit(types: Sequence[str], base: int) -> tuple[list[int], list[str]]:
    """X1 to X8: return explicit levels, and types with overrides applied."""
    matches = _matching(types)
    stack = _Stack(base)
    levels: list[int] = []
    kinds = list(types)
    for index, kind in enumerate(types):
        if kind == "PDI":
            stack.end_isolate()
        elif kind == "PDF":
            stack.end_embedding()
        level, override, _ = stack.entries[-1]
        levels.append(base if kind == "B" else level)
        if override and kind not in _EXPLICIT and kind != "B":
            kinds[index] = override
        if kind in ("RLE", "LRE", "RLO", "LRO"):
            stack.push(kind[0] == "R", kind[0] if kind[2] == "O" else "", isolate=False)
        elif kind in _ISOLATES:
            right = kind == "RLI" or (
                kind == "FSI"
                and bool(_first_strong(types, index + 1, matches.get(index, len(types))))
            )
            stack.push(right, "", isolate=True)
    return levels, kinds


def _sequences(
    types: Sequence[str], levels: Sequence[int], visible: Sequence[int]
) -> Iterator[list[int]]:
    """BD13: yield isolating run sequences as lists of indexes."""
    matches = _matching(types)
    runs: list[list[int]] = []
    for index in visible:
        if runs and levels[runs[-1][-1]] == levels[index]:
            runs[-1].append(index)
        else:
            runs.append([index])
    starting = {run[0]: run for run in runs}
    continued = {matches[run[-1]] for run in runs if run[-1] in matches}
    for run in runs:
        if run[0] in continued and types[run[0]] == "PDI":
            continue
        sequence = list(run)
        while sequence[-1] in matches and matches[sequence[-1]] in starting:
            sequence += starting[matches[sequence[-1]]]
        yield sequence


def _ends(
    types: Sequence[str],
    levels: Sequence[int],
    visible: Sequence[int],
    sequence: Sequence[int],
    base: int,
) -> tuple[str, str]:
    """X10: return the types before and after a sequence (sos, eos)."""
    level = levels[sequence[0]]
    at = bisect_left(visible, sequence[0])
    before = levels[visible[at - 1]] if at else base
    at = bisect_left(visible, sequence[-1]) + 1
    open_isolate = types[sequence[-1]] in _ISOLATES
    after = base if open_isolate or at >= len(visible) else levels[visible[at]]
    return _strong(max(level, before)), _strong(max(level, after))


def _strong(level: int) -> str:
    return "R" if level & 1 else "L"


def _resolve(
    text: str, kinds: list[str], levels: list[int], sequence: list[int], ends: tuple[str, str]
) -> None:
    """W1 to I2 for one isolating run sequence; writes into `levels`."""
    original = [kinds[index] for index in sequence]
    resolved = _weak(original, ends[0])
    level = levels[sequence[0]]
    _brackets(text, sequence, original, resolved, level, ends[0])
    _neutrals(resolved, level, ends)
    for index, kind in zip(sequence, resolved, strict=True):
        if level & 1:
            levels[index] = level + (kind != "R")
        elif kind != "L":
            levels[index] = level + (1 if kind == "R" else 2)


def _weak(original: Sequence[str], sos: str) -> list[str]:
    """Apply W1 to W7."""
    kinds = _marks_and_digits(original, sos)
    for at in range(1, len(kinds) - 1):  # W4
        before, after = kinds[at - 1], kinds[at + 1]
        numbers = ("EN",) if kinds[at] == "ES" else ("EN", "AN") if kinds[at] == "CS" else ()
        if before == after and before in numbers:
            kinds[at] = before
    at = 0
    while at < len(kinds):  # W5
        end = at
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        if end > at and "EN" in (*kinds[max(at - 1, 0) : at], *kinds[end : end + 1]):
            kinds[at:end] = ["EN"] * (end - at)
        at = max(end, at + 1)
    strong = sos
    for at, kind in enumerate(kinds):  # W6, W7
        if kind in ("ES", "ET", "CS"):
            kinds[at] = "ON"
        elif kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[at] = "L"
    return kinds


def _marks_and_digits(original: Sequence[str], sos: str) -> list[str]:
    """W1, W2 and W3: marks follow their base, digits after Arabic become AN, AL becomes R."""
    kinds: list[str] = []
    strong = previous = sos
    for kind in original:
        if kind == "NSM":
            kind = "ON" if previous in _ISOLATES or previous == "PDI" else previous
        previous = kind
        if kind in ("L", "R", "AL"):
            strong = kind
        kinds.append("AN" if kind == "EN" and strong == "AL" else "R" if kind == "AL" else kind)
    return kinds


def _as_strong(kind: str) -> str:
    """For N0 to N2: numbers count as R, neutrals as nothing."""
    return "R" if kind in ("R", "EN", "AN") else "L" if kind == "L" else ""


def _bracket_pairs(
    text: str, sequence: Sequence[int], kinds: Sequence[str]
) -> list[tuple[int, int]]:
    """BD16: return bracket pairs by position in the sequence, sorted by opener."""
    stack: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for at, index in enumerate(sequence):
        char = text[index]
        if kinds[at] != "ON":
            continue
        if char in _CLOSER:
            if len(stack) == 63:
                return []
            closer = _CLOSER[char]
            stack.append((_CANONICAL.get(closer, closer), at))
        elif char in _CLOSERS:
            canonical = _CANONICAL.get(char, char)
            for depth in range(len(stack) - 1, -1, -1):
                if stack[depth][0] == canonical:
                    pairs.append((stack[depth][1], at))
                    del stack[depth:]
                    break
    return sorted(pairs)


def _brackets(
    text: str,
    sequence: Sequence[int],
    original: Sequence[str],
    kinds: list[str],
    level: int,
    sos: str,
) -> None:
    """N0: give both brackets of a pair the direction of their content."""
    embedding = _strong(level)
    for opener, closer in _bracket_pairs(text, sequence, kinds):
        inside = {_as_strong(kinds[at]) for at in range(opener + 1, closer)} - {""}
        if embedding in inside:
            direction = embedding
        elif inside:
            before = next(filter(None, (_as_strong(kinds[at]) for at in range(opener)[::-1])), sos)
            direction = before if before != embedding else embedding
        else:
            continue
        for at in (opener, closer):
            kinds[at] = direction
            for mark in range(at + 1, len(kinds)):
                if original[mark] != "NSM":
                    break
                kinds[mark] = direction


def _neutrals(kinds: list[str], level: int, ends: tuple[str, str]) -> None:
    """N1 and N2: neutrals take the direction of both sides, or of the embedding."""
    bounds = [-1, *(at for at, kind in enumerate(kinds) if kind not in _NEUTRAL), len(kinds)]
    sides = [ends[0], *(_as_strong(kinds[at]) for at in bounds[1:-1]), ends[1]]
    for (left, right), (before, after) in zip(pairwise(bounds), pairwise(sides), strict=True):
        if right - left > 1:
            direction = before if before == after else _strong(level)
            kinds[left + 1 : right] = [direction] * (right - left - 1)
