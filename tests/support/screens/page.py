"""A screen as a person sees and hears it: its parts are found by name, role or text."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QTableView,
    QTableWidget,
    QTabWidget,
    QTreeView,
    QWidget,
)

from assessor import words
from assessor.gui.state.session import Session

W = TypeVar("W", bound=QWidget)
SECONDS = 20.0
"""How long a page waits for something before the test fails."""


def spoken(widget: QWidget) -> str:
    """What a screen reader calls a widget."""
    face = QAccessible.queryAccessibleInterface(widget)
    name = face.text(QAccessible.Text.Name) if face is not None else ""
    if not name and isinstance(widget, QAbstractButton | QLabel):
        name = widget.text()
    return name or widget.accessibleName()


def wait_until(condition: Callable[[], object], seconds: float = SECONDS) -> None:
    """Let Qt work until a condition holds; AssertionError if it does not in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "the condition did not hold in time"
        QTest.qWait(5)


class Page:
    """Parts of a screen by their English names, in whatever language the window speaks."""

    def __init__(self, root: QWidget) -> None:
        self.root = root

    # names
    def say(self, text: str) -> str:
        """An English source string in the language of the window."""
        session, app = self._session(), QApplication.instance()
        spoken_here = str(app.property("language") or "en") if app is not None else "en"
        return words.translator(session.language if session is not None else spoken_here)(text)

    def _session(self) -> Session | None:
        """The session that the screen works on; None for a screen that stands alone."""
        at: QObject | None = self.root
        while at is not None:
            found = getattr(at, "session", None)
            if isinstance(found, Session):
                return found
            at = at.parent()
        return None

    @property
    def text(self) -> str:
        """All sentences that are visible, one a line."""
        labels = self.root.findChildren(QLabel)
        return "\n".join(each.text() for each in labels if each.isVisible() and each.text())

    @property
    def is_visible(self) -> bool:
        """Whether the screen is shown."""
        return self.root.isVisible()

    # finding
    def child(self, kind: type[W]) -> W:
        """The only widget of a class."""
        found = self.root.findChildren(kind)
        assert len(found) == 1, f"{len(found)} of {kind.__name__}"
        return found[0]

    def all(self, kind: type[W], name: str = "") -> list[W]:
        """The visible widgets of a class, of one name if one is given."""
        return self._seen(kind, name) or (self._let_appear() or self._seen(kind, name))

    def _seen(self, kind: type[W], name: str) -> list[W]:
        wanted = {name, self.say(name)}
        found = (each for each in self.root.findChildren(kind) if each.isVisible())
        return [each for each in found if not name or wanted & _names(each)]

    def _let_appear(self) -> None:
        """Let Qt show what was just made."""
        QApplication.processEvents()

    def find(self, name: str, kind: type[W] = QWidget) -> W:  # type: ignore[assignment]
        """The visible widget of a name."""
        found = self.all(kind, name)
        names = sorted(filter(None, map(spoken, self.all(kind)))) if len(found) != 1 else []
        assert len(found) == 1, f"{len(found)} widgets are called {name!r}, of {names}"
        return found[0]

    def shows(self, name: str, kind: type[QWidget] = QWidget) -> bool:
        """Whether a widget of a name is visible."""
        return bool(self.all(kind, name))

    def part(self, name: str, kind: type[W]) -> W:
        """The widget of an object name, visible or not."""
        found = self.root.findChild(kind, name)
        assert found is not None, f"nothing is known as {name!r}"
        return found

    def label(self, part: str) -> QLabel:
        """The visible label that says a part of a sentence."""
        found = [each for each in self.all(QLabel) if self.say(part) in each.text()]
        assert len(found) == 1, f"{len(found)} labels say {part!r} in: {self.text}"
        return found[0]

    def top(self, widget: QWidget) -> int:
        """How far below the top of the screen a widget begins, in pixels."""
        return widget.mapTo(self.root, QPoint(0, 0)).y()

    # buttons
    def button(self, name: str) -> QAbstractButton:
        """The visible button of a name."""
        return self.find(name, QAbstractButton)

    def press(self, name: str) -> None:
        """Press a button, which must be visible and enabled."""
        found = self.button(name)
        assert found.isEnabled(), f"{name!r} cannot be pressed: {found.toolTip()}"
        found.click()

    def can_press(self, name: str) -> bool:
        """Whether a button of a name is visible and enabled."""
        return any(each.isEnabled() for each in self.all(QAbstractButton, name))

    def reached_by_tab(self, times: int) -> list[QWidget]:
        """What has the keyboard now, and after each of so many presses of Tab."""
        window = self.root.window()
        found = [window.focusWidget()]
        for _ in range(times):
            QTest.keyClick(found[-1], Qt.Key.Key_Tab)
            found.append(window.focusWidget())
        return found

    # fields
    def field(self, name: str) -> QLineEdit | QPlainTextEdit:
        """The visible field of a name to write in."""
        found = [*self.all(QLineEdit, name), *self.all(QPlainTextEdit, name)]
        assert len(found) == 1, f"{len(found)} fields are called {name!r}"
        return found[0]

    def fill(self, name: str, text: str) -> None:
        """Type a text in place of what a field holds."""
        write(self.field(name), text)

    def read(self, name: str) -> str:
        """What a field, a list of choices or a button shows."""
        boxes = self.all(QComboBox, name)
        if boxes:
            return boxes[0].currentText()
        if not (self.all(QLineEdit, name) or self.all(QPlainTextEdit, name)):
            return self.button(name).text()
        found = self.field(name)
        return found.text() if isinstance(found, QLineEdit) else found.toPlainText()

    # choices
    def choices(self, name: str) -> QComboBox:
        """The visible list of choices of a name."""
        return self.find(name, QComboBox)

    def options(self, name: str) -> list[str]:
        """The texts that a list of choices offers."""
        box = self.choices(name)
        return [box.itemText(at) for at in range(box.count())]

    def choose(self, name: str, option: object) -> None:
        """Choose by its text, or by the code behind it, as a click in the list does."""
        box = self.choices(name)
        at = box.findText(self.say(option)) if isinstance(option, str) else -1
        pick(box, at if at >= 0 else box.findData(option))

    # tables
    def table(self, name: str = "") -> Table:
        """The visible table, list or tree of a name; without a name the only one."""
        found = [each for each in self.all(QAbstractItemView, name) if _stands_alone(each)]
        assert len(found) == 1, f"{len(found)} tables are called {name!r}"
        return Table(found[0])

    # tabs
    @property
    def tabs(self) -> list[str]:
        """What the tabs are called."""
        bar = self.child(QTabWidget)
        return [bar.tabText(at) for at in range(bar.count())]

    @property
    def tab(self) -> str:
        """What the open tab is called, without the number behind it."""
        bar = self.child(QTabWidget)
        return _bare(bar.tabText(bar.currentIndex()))

    def open_tab(self, name: str) -> None:
        """Open a tab by its name, without or with the number behind it."""
        bar = self.child(QTabWidget)
        wanted = {name, self.say(name), _bare(self.say(f"{name} ({{count}})"))}
        found = [at for at, text in enumerate(self.tabs) if wanted & {text, _bare(text)}]
        assert len(found) == 1, f"no tab {name!r} among {self.tabs}"
        bar.setCurrentIndex(found[0])

    # waiting
    @property
    def busy(self) -> bool:
        """Whether the session of the window works on something."""
        session = self._session()
        return session is not None and session.busy

    def wait_until_idle(self, seconds: float = SECONDS) -> None:
        """Wait until the session has ended its work and its result is shown."""
        wait_until(lambda: not self.busy, seconds)
        QApplication.processEvents()

    def wait_until_shown(self, name: str, seconds: float = SECONDS) -> None:
        """Wait until a widget of a name is visible."""
        wait_until(lambda: self.shows(name), seconds)

    def wait_for_text(self, part: str, seconds: float = SECONDS) -> None:
        """Wait until a visible sentence has a part."""
        wait_until(lambda: part in self.text, seconds)


class Table:
    """The cells of a table, a list or a tree, by their places or the headings of columns."""

    def __init__(self, view: QAbstractItemView) -> None:
        self.view = view

    @property
    def headings(self) -> list[str]:
        """The words above the columns."""
        model, across = self.view.model(), Qt.Orientation.Horizontal
        return [str(model.headerData(at, across) or "") for at in range(model.columnCount())]

    @property
    def names(self) -> list[str]:
        """The words beside the rows."""
        model, down = self.view.model(), Qt.Orientation.Vertical
        return [str(model.headerData(at, down) or "") for at in range(len(self))]

    def name_tip(self, row: int) -> str:
        """The tip of the words beside a row."""
        return str(self._name(row, Qt.ItemDataRole.ToolTipRole) or "")

    def name_has_icon(self, row: int) -> bool:
        """Whether an icon stands with the words beside a row."""
        return bool(self._name(row, Qt.ItemDataRole.DecorationRole))

    def _name(self, row: int, role: Qt.ItemDataRole) -> object:
        return self.view.model().headerData(row, Qt.Orientation.Vertical, role)

    def __len__(self) -> int:
        return self.view.model().rowCount()

    def index(self, row: int, column: int | str = 0) -> QModelIndex:
        """A cell of the model."""
        at = column if isinstance(column, int) else self.headings.index(column)
        return self.view.model().index(row, at)

    def cell(self, row: int, column: int | str = 0) -> str:
        """The text of a cell."""
        return str(self.index(row, column).data() or "")

    def spoken(self, row: int, column: int | str = 0) -> str:
        """What a screen reader says of a cell."""
        return str(self.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole) or "")

    def tip(self, row: int, column: int | str = 0) -> str:
        """The tip of a cell."""
        return str(self.index(row, column).data(Qt.ItemDataRole.ToolTipRole) or "")

    def column(self, column: int | str) -> list[str]:
        """The texts of a column."""
        return [self.cell(row, column) for row in range(len(self))]

    def row(self, row: int) -> list[str]:
        """The texts of a row."""
        return [self.cell(row, at) for at in range(self.view.model().columnCount())]

    @property
    def current(self) -> tuple[int, int]:
        """Row and column of the current cell; -1 where there is none."""
        at = self.view.currentIndex()
        return at.row(), at.column()

    def go_to(self, row: int, column: int | str = 0) -> None:
        """Make a cell the current one."""
        self.view.setCurrentIndex(self.index(row, column))

    def click(self, row: int, column: int | str = 0) -> None:
        """Click a cell."""
        place = self.view.visualRect(self.index(row, column)).center()
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def key(
        self, key: Qt.Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press a key in it."""
        QTest.keyClick(self.view, key, modifier)


def write(field: QLineEdit | QPlainTextEdit, text: str) -> None:
    """Type a text in place of what a field holds."""
    field.setFocus()
    field.selectAll()
    if not text:
        QTest.keyClick(field, Qt.Key.Key_Delete)
    elif text.isascii():
        QTest.keyClicks(field, text)
    else:
        typed = QInputMethodEvent()  # QTest's own keys abort on Arabic
        typed.setCommitString(text)
        QApplication.sendEvent(field, typed)


def pick(box: QComboBox, place: int) -> None:
    """Choose the option at a place, as a click in the list does."""
    assert 0 <= place < box.count(), "there is no such option"
    box.setCurrentIndex(place)
    box.activated.emit(place)


def remove(widget: QWidget) -> None:
    """Close a widget and let Qt delete it now."""
    widget.close()
    widget.deleteLater()
    QApplication.sendPostedEvents(widget, QEvent.Type.DeferredDelete)


def _names(widget: QWidget) -> set[str]:
    """What a widget may be called: its spoken name, and the text on a button or a label.

    On Linux Qt calls a list of choices by its value, so that its own name is asked for, too.
    """
    found = {spoken(widget), widget.accessibleName()}
    if isinstance(widget, QAbstractButton | QLabel):
        found.add(widget.text())
    return {name.replace("&", "") for name in found}


def _bare(name: str) -> str:
    """The name of a tab without the number behind it."""
    return name.partition(" (")[0].partition("（")[0]


def _stands_alone(view: QAbstractItemView) -> bool:
    """Whether a view is a table or list of its own, not the popup of a list of choices."""
    kinds = (QTableView, QTableWidget, QListWidget, QTreeView)
    return isinstance(view, kinds) and view.window().windowType() != Qt.WindowType.Popup
