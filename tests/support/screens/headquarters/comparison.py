"""The tab that compares missions: a heat map, other figures, and what carries a stage."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QLabel, QTableWidget

from assessor.assessment.headquarters.case_comparison import ComparedCases
from assessor.gui.compare.comparison_page import ComparisonPage
from assessor.gui.compare.slope_view import SlopeView
from assessor.gui.compare.trace_panel import TracePanel
from assessor.gui.registry.registry_session import RegistrySession
from assessor.registry.analysis.cases import Case
from tests.support.screens.page import Page, Table, pick, wait_until

WHICH, FORM, ROWS, NEEDS = (
    "What is compared",
    "Picture or table",
    "Rows of the heat map",
    "Needs and offers shown",
)
"""The names of the lists of choices."""


class ComparisonScreen(Page):
    """What is compared, how it is shown, and what is saved of it."""

    root: ComparisonPage

    @property
    def heat(self) -> Table:
        """The heat map."""
        return self.table("Scores")

    @property
    def plain(self) -> Table:
        """The figure that is shown as a table; it is called as what is compared."""
        return self.table(self.read(WHICH))

    @property
    def shows_heat(self) -> bool:
        """Whether the heat map is seen."""
        return self.shows("Scores")

    @property
    def rows(self) -> int:
        """How many rows the figure has that is seen as a table; of slopes none is."""
        found = self.all(QTableWidget)
        return found[0].rowCount() if found else 0

    def pick_form(self, place: int) -> None:
        """Choose picture (0) or table (1), where a figure has both."""
        if self.shows(FORM):
            self.pick(FORM, place)

    @property
    def slopes(self) -> SlopeView:
        """The courses of countries with several missions."""
        return self.child(SlopeView)

    @property
    def trace(self) -> Page:
        """What carries a stage: the answer, its evidence, what sources said."""
        return Page(self.child(TracePanel))

    def pick(self, name: str, place: int) -> None:
        """Choose the option at a place of a list of choices."""
        pick(self.choices(name), place)

    def wait_until_compared(self, since: ComparedCases | None = None) -> None:
        """Wait until missions are compared, anew if what was compared before is given."""
        wait_until(lambda: self.root.compared is not since and not self.root.is_busy)

    def show(self, office: RegistrySession, cases: Iterable[Case]) -> None:
        """Show these missions in place of those of the registry."""
        self.root.show_compared(office, ComparedCases(list(cases)))

    def says(self, part: str) -> bool:
        """Whether a visible sentence has a part."""
        return any(part in each.text() for each in self.all(QLabel))
