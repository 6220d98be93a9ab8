"""The findings of a workbook check: mistakes, remarks and cells to ignore."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from assessor.errors import Problem
from assessor.form.authoring.headings import NEEDED

MAX_QUOTED = 80
"""Maximum length of a quoted cell, in characters."""


@dataclass(slots=True)
class Findings:
    """The mistakes (`problems`) and the remarks, which need no action.

    `loose` are cells (sheet, row, heading) with a mistake that affects nothing else: without them,
    and with the headings in `renamed` corrected, the rest can be checked. `structural`: there is a
    mistake of another kind.
    """

    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    loose: set[tuple[str, int, str]] = field(default_factory=set)
    renamed: dict[tuple[str, str], str] = field(default_factory=dict)
    structural: bool = False

    def misnamed(self, sheet: str, heading: str, correct: str, what: str, instead: str) -> None:
        """Note a misspelt heading; `instead` is the effect if it is not corrected."""
        needed = correct.partition(":")[0] in NEEDED.get(sheet, ())
        instead = "" if needed else instead
        fix = f"Rename it to {correct}."
        self.problems.append(Problem(what, fix, sheet=sheet, row=1, instead=instead))
        self.renamed[sheet, heading] = correct

    def problem(
        self, sheet: str, row: int, what: str, fix: str, cell: str = "", instead: str = ""
    ) -> None:
        """Note a mistake; `cell` is the heading of the cell if the mistake affects only that cell.

        `instead` is the effect if the form is used anyway; blank if it cannot be used.
        """
        self.problems.append(Problem(what, fix, sheet=sheet, row=row, instead=instead))
        if cell:
            self.loose.add((sheet, row, cell))
        elif not instead:
            self.structural = True

    @property
    def usable(self) -> bool:
        """Whether the form can be used in spite of its mistakes."""
        return all(problem.passable for problem in self.problems)

    def remark(self, sheet: str, row: int, what: str, fix: str) -> None:
        """Note something that is probably unintended but allows use of the form."""
        self.remarks.append(Problem(what, fix, sheet=sheet, row=row))


def closest_name(word: str, candidates: Iterable[str]) -> str:
    """Return the entry of `known` that `word` is probably a misspelling of, or blank."""
    by_lower = {each.lower(): each for each in candidates}
    matches = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.8)
    return by_lower[matches[0]] if matches else ""


def suggestion(word: str, candidates: Iterable[str], otherwise: str, *, quote: str = "{}") -> str:
    """Return “Is … meant?” for a probable misspelling, else `otherwise`."""
    correct = closest_name(word, candidates)
    return f"Is {quote.format(correct)} meant?" if correct else otherwise


def shortened(text: str) -> str:
    """Return a cell's text as quoted in messages."""
    text = " ".join(text.split())
    return text if len(text) <= MAX_QUOTED else text[: MAX_QUOTED - 1] + "…"
