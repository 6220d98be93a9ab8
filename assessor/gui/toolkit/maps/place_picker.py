"""Choose a place on the offline world map or by the name of a town."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from assessor.form.model.datatypes import number_text
from assessor.gui.toolkit.dialogs.dialog import Dialog
from assessor.gui.toolkit.maps.atlas import Town, country_extent, find_towns
from assessor.gui.toolkit.maps.world_map import WorldMap
from assessor.gui.toolkit.style import basic_widgets as ui
from assessor.gui.toolkit.style.theme import set_role
from assessor.gui.toolkit.text.phrases import Phrases

_TOWN = Qt.ItemDataRole.UserRole
_SIDE = 300


class PlacePicker(Dialog):
    """A map and a search line for towns; `place` is the choice.

    `shown` is the known place (as ODK writes it) or blank; `country` (ISO 3166-1 alpha-3) is where
    the map begins and whose towns come first.
    """

    topic = "desk"

    def __init__(self, parent: QWidget, language: str, *, current: str, country: str) -> None:
        super().__init__(parent)
        self._phrases = phrases = Phrases(language)
        self._country, self._current = country, current.split()
        self._map_shown = False
        self.place = ""
        """Latitude and longitude as typed text; blank while nothing is marked."""
        column = self.head(
            phrases("Pick a place"),
            phrases("Click where it is, or find the town. The map works without a network."),
        )
        row = ui.columns(None, self._search(), (self._maps(), 1), gap=12)
        ui.fill(column, (row, 1), self._coordinates())
        origin = ui.label(self, "secondary", wrap=True)
        origin.setText(
            phrases(
                "Land: Natural Earth. Towns: GeoNames, CC BY 4.0. Borders are left out on purpose:"
                " the map takes no side."
            )
        )
        column.addWidget(origin)
        cancel = ui.button(self, self.reject, phrases("Cancel"))
        self.accept_button = ui.button(self, self.accept, phrases("Use this place"), role="primary")
        for push_button in (cancel, self.accept_button):
            push_button.setAutoDefault(False)
        column.addLayout(ui.closing(self, cancel, self.accept_button))
        self.resize(1000, 720)
        self._show_position()

    def _search(self) -> QVBoxLayout:
        phrases = self._phrases
        self.search = ui.LineEdit(self)
        self.search.setFixedWidth(_SIDE)
        self.search.setPlaceholderText(phrases("Find a town"))
        self.search.setAccessibleName(phrases("Find a town"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._find)
        self.search.returnPressed.connect(self._enter)
        self.search.installEventFilter(self)
        self.town_list = QListWidget(self)
        self.town_list.setFixedWidth(_SIDE)
        self.town_list.setAccessibleName(phrases("Towns found"))
        self.town_list.itemClicked.connect(self._go)
        self.town_list.itemActivated.connect(self._go)
        self.no_towns = ui.label(self, "muted", wrap=True)
        self.no_towns.setFixedWidth(_SIDE)
        ui.keep_low(self.no_towns)
        column = ui.rows(None, self.search, (self.town_list, 1), self.no_towns, 0)
        self._find("")
        return column

    def _maps(self) -> QVBoxLayout:
        phrases = self._phrases
        self.map = WorldMap(self, self._picked)
        self.map.setAccessibleName(phrases("Map"))
        keys = phrases(
            "Arrows move, + and - zoom, Enter marks the middle, Home goes back, 0 is all"
        )
        self.map.setToolTip(keys)
        bar = ui.columns(None, gap=4)
        for icon, name, action in (
            ("minus", phrases("Further"), lambda: self.map.zoom_by(1 / 1.6)),
            ("plus", phrases("Closer"), lambda: self.map.zoom_by(1.6)),
            ("home", phrases("Where it began"), self.map.go_home),
            ("fit-width", phrases("The whole world"), self.map.show_world),
        ):
            bar.addWidget(ui.tool(self, icon, "ink", name, action))
        keys_label = ui.label(self, "secondary", text=keys, wrap=True)
        ui.keep_low(keys_label)
        bar.addSpacing(8)
        bar.addWidget(keys_label, 1)
        return ui.rows(None, (self.map, 1), bar)

    def _coordinates(self) -> QVBoxLayout:
        phrases = self._phrases
        self.decimal, self.sexagesimal = ui.code(self, "heading"), ui.code(self, "secondary")
        for value_label in (self.decimal, self.sexagesimal):
            value_label.setWordWrap(False)
        text = phrases("Copy the coordinates")
        self.copy = ui.tool(self, "copy", "accent", text, self._copy_place)
        return ui.rows(None, ui.columns(None, self.decimal, self.copy, self.sexagesimal, 1), gap=0)

    def _copy_place(self) -> None:
        QGuiApplication.clipboard().setText(self.place)

    def _find(self, text: str) -> None:
        towns = find_towns(text, self._country)
        self.town_list.clear()
        for town in towns:
            self.town_list.addItem(self._row(town))
        self.town_list.setVisible(bool(towns))
        self.no_towns.setVisible(not towns)
        self.no_towns.setText(
            self._phrases("No town of more than 15,000 people has this name. Click on the map.")
            if text.strip()
            else self._phrases(
                "Type a part of its name, in your letters or in Latin ones. Larger towns, and those"
                " of the mission's country, come first."
            )
        )
        if towns:
            self.town_list.setCurrentRow(0)

    def _row(self, town: Town) -> QListWidgetItem:
        matched = town.called(self.search.text())
        name = matched if matched == town.name else f"{matched} · {town.name}"
        coordinates = f"\u2066{town.latitude:.2f}, {town.longitude:.2f}\u2069"
        item = QListWidgetItem(f"{name} · {coordinates}")
        item.setToolTip(item.text())
        item.setData(_TOWN, town)
        return item

    def _go(self, item: QListWidgetItem) -> None:
        town: Town = item.data(_TOWN)
        self.map.show_place(town.latitude, town.longitude)
        self._picked(town.latitude, town.longitude)

    def _enter(self) -> None:
        item = self.town_list.currentItem()
        if item is not None:
            self._go(item)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys in the line move in the list of towns."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.town_list.count():
                target_row = self.town_list.currentRow() + step
                self.town_list.setCurrentRow(max(0, min(target_row, self.town_list.count() - 1)))
                return True
        return super().eventFilter(watched, event)

    def _picked(self, latitude: float, longitude: float) -> None:
        self.place = f"{number_text(latitude)}, {number_text(longitude)}"
        self._show_position((latitude, longitude))

    def _show_position(self, position: tuple[float, float] | None = None) -> None:
        phrases = self._phrases
        self.decimal.setText(self.place or phrases("Nothing is marked yet"))
        set_role(self.decimal, "heading" if position else "muted")
        self.sexagesimal.setText(in_minutes(*position) if position else "")
        self.copy.setVisible(bool(position))
        self.accept_button.setEnabled(bool(position))
        self.accept_button.setToolTip("" if position else phrases("Mark a place on the map first."))
        described = f"{self.decimal.text()} {self.sexagesimal.text()}".strip()
        self.map.setAccessibleDescription(f"{described}\n{self.map.toolTip()}")

    def showEvent(self, event: QShowEvent) -> None:
        """Show the first view once the map has its size."""
        super().showEvent(event)
        self._show_start()
        self.search.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the first view again until the user chooses a place."""
        super().resizeEvent(event)
        if not self.place and self._map_shown:
            self._show_start()

    def _show_start(self) -> None:
        self._map_shown = True
        self.layout().activate()  # type: ignore[union-attr]  # PySide6
        self.map.begin_at(country_extent(self._country))
        if len(self._current) > 1 and not self.place:
            latitude, longitude = float(self._current[0]), float(self._current[1])
            self.map.show_place(latitude, longitude)
            self._picked(latitude, longitude)


def in_minutes(latitude: float, longitude: float) -> str:
    """Format a place in degrees, minutes and seconds: 33°53′38″N 35°30′6″E."""
    return f"{_side(latitude, 'NS')} {_side(longitude, 'EW')}"


def _side(value: float, sides: str) -> str:
    seconds = round(abs(value) * 3600)
    minutes, second = divmod(seconds, 60)
    degree, minute = divmod(minutes, 60)
    return f"{degree}°{minute}′{second}″{sides[value < 0]}"
