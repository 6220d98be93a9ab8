"""Treaties article by article, as the report tells them; an article leads to its question."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from assessor import words
from assessor.assessment.base.references import references_by_name
from assessor.assessment.report.report_projection import projection_of
from assessor.gui.state.navigation import Navigation
from assessor.gui.state.session import Session
from assessor.gui.state.session_dialog import SessionDialog
from assessor.gui.toolkit.style.basic_widgets import button, closing, fill, label
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.widgets.tree_view import tree_widget
from assessor.report.projection.projection import INTERNAL
from assessor.report.readings import treaty_words
from assessor.report.readings.treaty_tables import ArticleLine, TreatyTable

_REFERENCE = int(Qt.ItemDataRole.UserRole)


class TreatiesDialog(SessionDialog):
    """Treaties with their articles; Enter or a click on an article opens its first question."""

    topic = "treaties"

    def __init__(self, parent: QWidget, session: Session, doors: Navigation) -> None:
        """Create the dialog from the answers as they are now."""
        super().__init__(parent, session)
        self._doors = doors
        self._translate = words.translator(session.language)
        self.resize(1240, 760)
        lead = (
            "Whether national law has what each article asks, by the answers alone. Practice goes "
            "no further than the law."
        )
        down = self.head(self._phrases("Treaties"), self._phrases(lead))
        treaties = projection_of(session.assessment, INTERNAL, session.language).treaties
        if treaties:
            if any(each.to_check for each in treaties):
                text = treaty_words.lawyer_words(self._translate)
                fill(down, label(self, "secondary", text=text, wrap=True))
            fill(down, (self._tree(treaties), 1))
        else:
            text = self._phrases("This form does not say which answers decide an article.")
            fill(down, label(self, "secondary", text=text), 1)
        closes = button(self, self.reject, self._phrases("Close"), role="primary")
        down.addLayout(closing(self, closes))

    def _tree(self, treaties: tuple[TreatyTable, ...]) -> QTreeWidget:
        titles = ("Treaty and article", "In law", "In practice", "National provision")
        headings = [self._phrases(title) for title in titles]
        name = self._phrases("Treaties")
        self.tree = tree_widget(self, name, 190, 250, 330, headings=headings)
        set_role(self.tree, "list")
        self.tree.setWordWrap(True)
        self.tree.setUniformRowHeights(False)
        references = references_by_name(self._session.assessment.instance)
        for table in treaties:
            standing = treaty_words.standing_words(self._translate, table)
            item = QTreeWidgetItem(self.tree, [table.title, "", "", standing])
            counts = treaty_words.count_words(self._translate, table)
            counted = QTreeWidgetItem([counts])
            item.addChild(counted)
            counted.setFirstColumnSpanned(True)
            for line in table.articles:
                child = QTreeWidgetItem(self._texts(line))
                answers = treaty_words.answer_words(self._translate, line)
                child.setToolTip(0, self._phrases("Go to the question"))
                child.setToolTip(3, answers)
                asked = (references[each] for each in line.questions if each in references)
                child.setData(0, _REFERENCE, next(asked, ""))
                item.addChild(child)
        self.tree.itemActivated.connect(lambda item, _column: self._go(item))
        self.tree.itemClicked.connect(lambda item, _column: self._go(item))
        return self.tree

    def _texts(self, line: ArticleLine) -> list[str]:
        """Return the cells of an article."""
        law, practice = (
            " – ".join(filter(None, each))
            for each in (
                treaty_words.law_words(self._translate, line),
                treaty_words.practice_words(self._translate, line),
            )
        )
        gap = treaty_words.gap_words(self._translate, line)
        return [f"{line.number}  {line.title}", law, practice, "; ".join(line.provisions) or gap]

    def _go(self, item: QTreeWidgetItem) -> None:
        reference = item.data(0, _REFERENCE)
        if reference:
            self.accept()
            self._doors.desk(reference)
        elif item.childCount():
            item.setExpanded(not item.isExpanded())
