"""The theme: named colours, and from them the style sheet, the QPalette and the icons."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from functools import cache

from PySide6 import QtGui
from PySide6.QtCore import QByteArray, QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from assessor.shipped import RESOURCES_FOLDER

FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans SC")
BASE = 13
"""Text size of the window in pixels at 100 %."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours by purpose, as #RRGGBB. Every text pair has a contrast of at least 4.5:1."""

    ground: str
    paper: str
    ink: str
    muted: str
    faint: str
    line: str
    accent: str
    on_accent: str
    accent_soft: str
    accent_deep: str
    hover: str
    warn: str
    warn_soft: str
    danger: str
    danger_soft: str
    ok: str
    ok_soft: str
    conflict: str
    conflict_soft: str


_COLOURS = {
    "ground": ("#F6F7F8", "#12171C", "#000000"),
    "paper": ("#FFFFFF", "#1A2128", "#000000"),
    "ink": ("#16202A", "#E8EDF2", "#FFFFFF"),
    "muted": ("#55626F", "#A6B2BE", "#E6E6E6"),
    "faint": ("#8A96A3", "#74818E", "#C8C8C8"),
    "line": ("#DDE2E7", "#2C363F", "#8A8A8A"),
    "accent": ("#0B6B75", "#4FB7C1", "#FFD400"),
    "on_accent": ("#FFFFFF", "#08262A", "#000000"),
    "accent_soft": ("#E2F1F2", "#17363A", "#1B3358"),
    "accent_deep": ("#084F57", "#7ACDD5", "#FFE98A"),
    "hover": ("#EDF0F2", "#232C35", "#262626"),
    "warn": ("#8A5200", "#F0B95A", "#FFC24D"),
    "warn_soft": ("#FFF3DC", "#3A2C12", "#2E2000"),
    "danger": ("#A6251C", "#FF9C94", "#FFA8A2"),
    "danger_soft": ("#FDECEA", "#40201D", "#3A0A06"),
    "ok": ("#1E6B45", "#7FD1A3", "#7CFFB2"),
    "ok_soft": ("#E6F4EC", "#173326", "#002E18"),
    "conflict": ("#6B3FA0", "#C7A8F5", "#DCC0FF"),
    "conflict_soft": ("#F1EAFB", "#2D2140", "#2B1450"),
}
"""Light, dark and high contrast: there text is at least 7:1, edges of controls at least 4.5:1."""
LIGHT, DARK, CONTRAST = (
    Tokens(**dict(zip(_COLOURS, values, strict=True)))
    for values in zip(*_COLOURS.values(), strict=True)
)
STAGES = ("#F0E3CF", "#D3DCC4", "#9CC7BD", "#4F9AA0", "#0B5B66")
"""Stages 1 to 5, light to dark; the number is always written inside."""
STAGE_INK = ("#16202A", "#16202A", "#16202A", "#16202A", "#FFFFFF")

SHEET = "#FFFFFF"
"""The background of drawings: paper is white in dark mode too."""
INKS = ("#16202A", "#0B4F8A", "#A6251C", "#1E6B45")
"""Pens for drawings: black, blue, red, green; each at least 4.5:1 on the sheet."""

_MIRRORED = frozenset(
    {"arrow-left", "arrow-right", "chevron-left", "chevron-right", "undo", "redo", "list", "sort"}
)
"""Icons that point along the reading direction and are mirrored in right-to-left windows."""


def tokens() -> Tokens:
    """Return the colours of the application's theme; the light ones without an application."""
    app = QtGui.QGuiApplication.instance()
    if app is None:
        return LIGHT
    if app.property("contrast"):
        return CONTRAST
    return DARK if app.property("dark") else LIGHT


@cache
def load_fonts() -> None:
    """Register the shipped Noto fonts with Qt, once."""
    for file in sorted((RESOURCES_FOLDER / "fonts").glob("*.ttf")):
        QtGui.QFontDatabase.addApplicationFont(str(file))


def font(size: int = BASE, weight: QtGui.QFont.Weight = QtGui.QFont.Weight.Normal) -> QtGui.QFont:
    """Return a font of the shipped families, `size` px at 100 %."""
    new_font = QtGui.QFont()
    new_font.setFamilies(list(FAMILIES))
    new_font.setPixelSize(size)
    new_font.setWeight(weight)
    return new_font


class Theme(QObject):
    """The light, dark or high-contrast theme, chosen or taken from the system."""

    def __init__(self, app: QApplication, choice: str = "system") -> None:
        super().__init__(app)
        self._app = app
        self.choice = choice
        if not app.styleSheet():  # the first window
            app.setStyle("Fusion")
            app.setFont(font())
        app.styleHints().colorSchemeChanged.connect(self._follow)
        self.apply()

    def choose(self, choice: str) -> None:
        """Set the scheme: `system`, `light`, `dark` or `contrast`."""
        self.choice = choice
        self.apply()

    @property
    def is_dark(self) -> bool:
        """Whether the background is dark."""
        if self.choice == "system":
            return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self.choice in ("dark", "contrast")

    def apply(self) -> None:
        """Apply the colours to everything visible, icons included."""
        self._app.setProperty("dark", self.is_dark)
        self._app.setProperty("contrast", self.choice == "contrast")
        colours = tokens()
        sheet = style_sheet(colours, dark=self.is_dark)
        if sheet != self._app.styleSheet():
            self._app.setPalette(palette(colours))
            self._app.setStyleSheet(sheet)
            redress(self._app)

    def _follow(self) -> None:
        if self.choice == "system":
            self.apply()


def palette(colours: Tokens) -> QtGui.QPalette:
    """Return the QPalette for what the style sheet does not reach: selections and item views."""
    new_palette = QtGui.QPalette()
    role = QtGui.QPalette.ColorRole
    for colour_role, value in {
        role.Window: colours.ground,
        role.WindowText: colours.ink,
        role.Base: colours.paper,
        role.AlternateBase: colours.ground,
        role.Text: colours.ink,
        role.PlaceholderText: colours.muted,
        role.Button: colours.paper,
        role.ButtonText: colours.ink,
        role.BrightText: colours.danger,
        role.ToolTipBase: colours.ink,
        role.ToolTipText: colours.paper,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Link: colours.accent,
        role.LinkVisited: colours.accent,
        role.Mid: colours.line,
        role.Accent: colours.accent,
    }.items():
        new_palette.setColor(colour_role, QtGui.QColor(value))
    for colour_role in (role.WindowText, role.Text, role.ButtonText):
        new_palette.setColor(
            QtGui.QPalette.ColorGroup.Disabled, colour_role, QtGui.QColor(colours.faint)
        )
    return new_palette


def style_sheet(colours: Tokens, *, dark: bool) -> str:
    """Return the style sheet: `@name` in resources/style is the colour of a token."""
    style = RESOURCES_FOLDER / "style"
    template = "\n".join((style / name).read_text("utf-8") for name in ("window.qss", "desk.qss"))
    values = asdict(colours) | {
        "tone": "dark" if dark else "light",
        "style": (RESOURCES_FOLDER / "style").as_posix(),
    }
    return re.sub(r"@([a-z_]+)", lambda match: values[match.group(1)], template)


def pixmap(name: str, colour: str, size: int, ratio: float = 0.0) -> QtGui.QPixmap:
    """Return the icon `name` in `colour` (#RRGGBB), `size` px square, mirrored where needed.

    `ratio` is device pixels per px, by default that of the application's sharpest screen.
    """
    if not ratio:
        app = QtGui.QGuiApplication.instance()
        ratio = app.devicePixelRatio() if isinstance(app, QtGui.QGuiApplication) else 1.0
    mirrored = QtGui.QGuiApplication.isRightToLeft()
    mirrored = mirrored and name in _MIRRORED
    cache_key = f"{name} {colour} {size} {ratio} {mirrored}"
    found = QtGui.QPixmap()
    if not QtGui.QPixmapCache.find(cache_key, found):
        found = _render(name, colour, size, ratio, mirrored=mirrored)
        QtGui.QPixmapCache.insert(cache_key, found)
    return found


def _render(name: str, colour: str, size: int, ratio: float, *, mirrored: bool) -> QtGui.QPixmap:
    svg = (RESOURCES_FOLDER / "icons" / f"{name}.svg").read_text("utf-8").replace("#000000", colour)
    new_pixmap = QtGui.QPixmap(QSize(size, size) * ratio)
    new_pixmap.setDevicePixelRatio(ratio)
    new_pixmap.fill(Qt.GlobalColor.transparent)
    painter = QtGui.QPainter(new_pixmap)
    if mirrored:
        painter.translate(size, 0)
        painter.scale(-1, 1)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return new_pixmap


def icon(name: str, role: str = "ink", size: int = 18) -> QtGui.QIcon:
    """Return the icon `name` in the colour of token `role`, with its disabled state."""
    colours = tokens()
    new_icon = QtGui.QIcon(pixmap(name, getattr(colours, role), size))
    new_icon.addPixmap(pixmap(name, colours.faint, size), QtGui.QIcon.Mode.Disabled)
    return new_icon


def dress(
    target: QAbstractButton | QtGui.QAction | QLabel, name: str, role: str = "ink", size: int = 18
) -> None:
    """Give a button, action or label an icon that follows theme and direction."""
    target.setProperty("drawn", f"{name} {role} {size}")
    _apply_icon(target)


def redress(app: QApplication) -> None:
    """Draw every icon of `dress` again after a change of colours or direction."""
    for widget in app.allWidgets():
        _apply_icon(widget)
        for action in widget.actions():
            _apply_icon(action)


def _apply_icon(target: QObject) -> None:
    icon_spec = target.property("drawn")
    if not isinstance(icon_spec, str):
        return
    name, role, size = icon_spec.split()
    if isinstance(target, QLabel):
        target.setPixmap(pixmap(name, getattr(tokens(), role), int(size)))
    elif isinstance(target, QAbstractButton):
        target.setIcon(icon(name, role, int(size)))
        target.setIconSize(QSize(int(size), int(size)))
    elif isinstance(target, QtGui.QAction):
        target.setIcon(icon(name, role, int(size)))


def set_role(widget: QWidget, role: str) -> None:
    """Set the style sheet role of a widget, such as `title` or `primary`."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):  # else Qt styles it later
            widget.style().unpolish(widget)
            widget.style().polish(widget)
            QApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))  # for frames
