"""Picks a place on a map of the world that is on this laptop, or by the name of a town."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSizePolicy, QVBoxLayout, QWidget

from assessor.form.model.datatypes import number_text
from assessor.gui.toolkit.dialogs.dialog import Dialog
from assessor.gui.toolkit.maps.atlas import Town, find, span_of
from assessor.gui.toolkit.maps.world_map import WorldMap
from assessor.gui.toolkit.style.basic_widgets import (
    LineEdit,
    button,
    closing,
    code,
    columns,
    label,
    named,
    rows,
    tool,
)
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.text.phrases import Phrases

_TOWN = Qt.ItemDataRole.UserRole
_SIDE = 300


class PlacePicker(Dialog):
    """A map and a line to find a town in; `place` is what was picked.

    `shown` is the place known before (as ODK writes it) or blank; `country` (ISO 3166-1 alpha-3)
    is where the map begins and whose towns are found first.
    """

    topic = "desk"

    def __init__(self, parent: QWidget, language: str, *, shown: str, country: str) -> None:
        super().__init__(parent)
        self._phrases = phrases = Phrases(language)
        self._country, self._shown = country, shown.split()
        self._begun = False
        self.place = ""
        """Latitude and longitude as a person would type them; blank while nothing is marked."""
        down = self.head(
            phrases("Pick a place"),
            phrases("Click where it is, or find the town. The map works without a network."),
        )
        across = columns(None, gap=12)
        across.addLayout(self._search())
        across.addLayout(self._maps(), 1)
        down.addLayout(across, 1)
        down.addLayout(self._coordinates())
        origin = label(self, "secondary", wrap=True)
        origin.setText(
            phrases(
                "Land: Natural Earth. Towns: GeoNames, CC BY 4.0. Borders are left out on purpose:"
                " the map takes no side."
            )
        )
        down.addWidget(origin)
        cancel = button(self, self.reject)
        cancel.setText(phrases("Cancel"))
        self.take = button(self, self.accept, role="primary")
        self.take.setText(phrases("Take this place"))
        for each in (cancel, self.take):
            each.setAutoDefault(False)
        down.addLayout(closing(self, cancel, self.take))
        self.resize(1000, 720)
        self._tell()

    # Building

    def _search(self) -> QVBoxLayout:
        phrases = self._phrases
        self.line = LineEdit(self)
        self.line.setFixedWidth(_SIDE)
        self.line.setPlaceholderText(phrases("Find a town"))
        self.line.setAccessibleName(phrases("Find a town"))
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(self._find)
        self.line.returnPressed.connect(self._enter)
        self.line.installEventFilter(self)
        self.found = QListWidget(self)
        self.found.setFixedWidth(_SIDE)
        self.found.setAccessibleName(phrases("Towns found"))
        self.found.itemClicked.connect(self._go)
        self.found.itemActivated.connect(self._go)
        self.none = label(self, "muted", wrap=True)
        self.none.setFixedWidth(_SIDE)
        policy = self.none.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)  # room goes to what follows
        self.none.setSizePolicy(policy)
        down = rows(None, gap=8)
        down.addWidget(self.line)
        down.addWidget(self.found, 1)
        down.addWidget(self.none)
        down.addStretch(0)
        self._find("")
        return down

    def _maps(self) -> QVBoxLayout:
        phrases = self._phrases
        self.map = WorldMap(self, self._picked)
        self.map.setAccessibleName(phrases("Map"))
        keys = phrases(
            "Arrows move, + and - zoom, Enter marks the middle, Home goes back, 0 is all"
        )
        self.map.setToolTip(keys)
        bar = columns(None, gap=4)
        for sign, name, way in (
            ("minus", phrases("Further"), lambda: self.map.zoom_by(1 / 1.6)),
            ("plus", phrases("Closer"), lambda: self.map.zoom_by(1.6)),
            ("home", phrases("Where it began"), self.map.go_home),
            ("fit-width", phrases("The whole world"), self.map.show_world),
        ):
            made = tool(self, sign)
            named(made)(name)
            made.clicked.connect(way)
            bar.addWidget(made)
        told = label(self, "secondary", text=keys, wrap=True)
        policy = told.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)  # room goes to the map
        told.setSizePolicy(policy)
        bar.addSpacing(8)
        bar.addWidget(told, 1)
        down = rows(None, gap=8)
        down.addWidget(self.map, 1)
        down.addLayout(bar)
        return down

    def _coordinates(self) -> QVBoxLayout:
        phrases = self._phrases
        self.decimal, self.sexagesimal = code(self, "heading"), code(self, "secondary")
        for each in (self.decimal, self.sexagesimal):
            each.setWordWrap(False)
        self.copy = tool(self, "copy", "accent")
        named(self.copy)(phrases("Copy the coordinates"))
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.place))
        across = columns(None, gap=8)
        across.addWidget(self.decimal)
        across.addWidget(self.copy)
        across.addWidget(self.sexagesimal)
        across.addStretch(1)
        down = rows(None, gap=0)
        down.addLayout(across)
        return down

    # Finding

    def _find(self, text: str) -> None:
        towns = find(text, self._country)
        self.found.clear()
        for town in towns:
            self.found.addItem(self._row(town))
        self.found.setVisible(bool(towns))
        self.none.setVisible(not towns)
        self.none.setText(
            self._phrases("No town of more than 15,000 people has this name. Click on the map.")
            if text.strip()
            else self._phrases(
                "Type a part of its name, in your letters or in Latin ones. Larger towns, and those"
                " of the mission's country, come first."
            )
        )
        if towns:
            self.found.setCurrentRow(0)

    def _row(self, town: Town) -> QListWidgetItem:
        met = town.called(self.line.text())
        name = met if met == town.name else f"{met} · {town.name}"
        where = f"\u2066{town.latitude:.2f}, {town.longitude:.2f}\u2069"
        item = QListWidgetItem(f"{name} · {where}")
        item.setToolTip(item.text())
        item.setData(_TOWN, town)
        return item

    def _go(self, item: QListWidgetItem) -> None:
        town: Town = item.data(_TOWN)
        self.map.show_place(town.latitude, town.longitude)
        self._picked(town.latitude, town.longitude)

    def _enter(self) -> None:
        item = self.found.currentItem()
        if item is not None:
            self._go(item)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the line move in the list of towns."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.found.count():
                at = self.found.currentRow() + step
                self.found.setCurrentRow(max(0, min(at, self.found.count() - 1)))
                return True
        return super().eventFilter(watched, event)

    # Picking

    def _picked(self, latitude: float, longitude: float) -> None:
        self.place = f"{number_text(latitude)}, {number_text(longitude)}"
        self._tell((latitude, longitude))

    def _tell(self, at: tuple[float, float] | None = None) -> None:
        phrases = self._phrases
        self.decimal.setText(self.place or phrases("Nothing is marked yet"))
        set_role(self.decimal, "heading" if at else "muted")
        self.sexagesimal.setText(in_minutes(*at) if at else "")
        self.copy.setVisible(bool(at))
        self.take.setEnabled(bool(at))
        self.take.setToolTip("" if at else phrases("Mark a place on the map first."))
        described = f"{self.decimal.text()} {self.sexagesimal.text()}".strip()
        self.map.setAccessibleDescription(f"{described}\n{self.map.toolTip()}")

    # Where it begins

    def showEvent(self, event: QShowEvent) -> None:
        """The map knows its size now."""
        super().showEvent(event)
        self._begin()
        self.line.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size, before anybody has moved it, begins anew."""
        super().resizeEvent(event)
        if not self.place and self._begun:
            self._begin()

    def _begin(self) -> None:
        self._begun = True
        self.layout().activate()  # type: ignore[union-attr]
        self.map.begin_at(span_of(self._country))
        if len(self._shown) > 1 and not self.place:
            latitude, longitude = float(self._shown[0]), float(self._shown[1])
            self.map.show_place(latitude, longitude)
            self._picked(latitude, longitude)


def in_minutes(latitude: float, longitude: float) -> str:
    """A place in degrees, minutes and seconds: 33°53′38″N 35°30′6″E."""
    return f"{_side(latitude, 'NS')} {_side(longitude, 'EW')}"


def _side(value: float, sides: str) -> str:
    seconds = round(abs(value) * 3600)
    minutes, second = divmod(seconds, 60)
    degree, minute = divmod(minutes, 60)
    return f"{degree}°{minute}′{second}″{sides[value < 0]}"
