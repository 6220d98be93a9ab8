"""What was found in a workbook: mistakes, remarks, and the cells a second look may leave out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from assessor.errors import Problem
from assessor.form.authoring.headings import NEEDED

MAX_QUOTED = 80
"""Characters of a cell that are quoted; a longer text is cut."""


@dataclass(slots=True)
class Findings:
    """Mistakes (`problems`), which must be mended or passed over, and `remarks`, which need not.

    `loose` are cells (sheet, row, heading) whose mistake ends there: without them, and with the
    headings in `renamed` written as they are meant, the rest can still be judged. `structural` is
    whether there is any mistake of another sort.
    """

    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    loose: set[tuple[str, int, str]] = field(default_factory=set)
    renamed: dict[tuple[str, str], str] = field(default_factory=dict)
    structural: bool = False

    def misnamed(self, sheet: str, heading: str, meant: str, what: str, instead: str) -> None:
        """Note a heading that is a slip of another; `instead` is what happens as it stands."""
        needed = meant.partition(":")[0] in NEEDED.get(sheet, ())
        instead = "" if needed else instead
        fix = f"Rename it to {meant}."
        self.problems.append(Problem(what, fix, sheet=sheet, row=1, instead=instead))
        self.renamed[sheet, heading] = meant

    def problem(
        self, sheet: str, row: int, what: str, fix: str, cell: str = "", instead: str = ""
    ) -> None:
        """Note a mistake; `cell` is the heading of the cell it ends in, if it does.

        `instead` is what happens where the form is used anyway, if it can be.
        """
        self.problems.append(Problem(what, fix, sheet=sheet, row=row, instead=instead))
        if cell:
            self.loose.add((sheet, row, cell))
        elif not instead:
            self.structural = True

    @property
    def usable(self) -> bool:
        """Whether a form with these mistakes can be used anyway."""
        return all(problem.passable for problem in self.problems)

    def remark(self, sheet: str, row: int, what: str, fix: str) -> None:
        """Note something that looks unintended, and that the form can be used with."""
        self.remarks.append(Problem(what, fix, sheet=sheet, row=row))


def closest_name(word: str, known: Iterable[str]) -> str:
    """The one of `known` that `word` is most likely a slip of; blank if there is none."""
    by_lower = {each.lower(): each for each in known}
    found = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.8)
    return by_lower[found[0]] if found else ""


def suggestion(word: str, known: Iterable[str], otherwise: str, *, quote: str = "{}") -> str:
    """“Is … meant?” where a slip is likely, else `otherwise`."""
    meant = closest_name(word, known)
    return f"Is {quote.format(meant)} meant?" if meant else otherwise


def shortened(text: str) -> str:
    """A cell as it is quoted."""
    text = " ".join(text.split())
    return text if len(text) <= MAX_QUOTED else text[: MAX_QUOTED - 1] + "…"
