"""The look: one palette of named colours; from it the style sheet, the QPalette and the icons."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

from PySide6.QtCore import QByteArray, QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QIcon,
    QPainter,
    QPalette,
    QPixmap,
    QPixmapCache,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from assessor.shipped import RESOURCES_FOLDER

FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans SC")
BASE = 13
"""Text size of the window in pixels at 100 %."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours by what they are for, as #RRGGBB; every pair meant for text is ≥ 4.5:1."""

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


LIGHT = Tokens(
    ground="#F6F7F8",
    paper="#FFFFFF",
    ink="#16202A",
    muted="#55626F",
    faint="#8A96A3",
    line="#DDE2E7",
    accent="#0B6B75",
    on_accent="#FFFFFF",
    accent_soft="#E2F1F2",
    accent_deep="#084F57",
    hover="#EDF0F2",
    warn="#8A5200",
    warn_soft="#FFF3DC",
    danger="#A6251C",
    danger_soft="#FDECEA",
    ok="#1E6B45",
    ok_soft="#E6F4EC",
    conflict="#6B3FA0",
    conflict_soft="#F1EAFB",
)
DARK = Tokens(
    ground="#12171C",
    paper="#1A2128",
    ink="#E8EDF2",
    muted="#A6B2BE",
    faint="#74818E",
    line="#2C363F",
    accent="#4FB7C1",
    on_accent="#08262A",
    accent_soft="#17363A",
    accent_deep="#7ACDD5",
    hover="#232C35",
    warn="#F0B95A",
    warn_soft="#3A2C12",
    danger="#FF9C94",
    danger_soft="#40201D",
    ok="#7FD1A3",
    ok_soft="#173326",
    conflict="#C7A8F5",
    conflict_soft="#2D2140",
)
CONTRAST = Tokens(
    ground="#000000",
    paper="#000000",
    ink="#FFFFFF",
    muted="#E6E6E6",
    faint="#C8C8C8",
    line="#8A8A8A",
    accent="#FFD400",
    on_accent="#000000",
    accent_soft="#1B3358",
    accent_deep="#FFE98A",
    hover="#262626",
    warn="#FFC24D",
    warn_soft="#2E2000",
    danger="#FFA8A2",
    danger_soft="#3A0A06",
    ok="#7CFFB2",
    ok_soft="#002E18",
    conflict="#DCC0FF",
    conflict_soft="#2B1450",
)
"""High contrast: text is ≥ 7:1, and edges of what can be used ≥ 4.5:1."""
STAGES = ("#F0E3CF", "#D3DCC4", "#9CC7BD", "#4F9AA0", "#0B5B66")
"""Stages 1 to 5, light to dark; the number is always written inside."""
STAGE_INK = ("#16202A", "#16202A", "#16202A", "#16202A", "#FFFFFF")

SHEET = "#FFFFFF"
"""What drawings stand on: paper is white in the dark as well, and so is a printed page."""
INKS = ("#16202A", "#0B4F8A", "#A6251C", "#1E6B45")
"""Pens to draw with: black, blue, red, green; each ≥ 4.5:1 on the sheet."""

_TURNING = frozenset(
    {"arrow-left", "arrow-right", "chevron-left", "chevron-right", "undo", "redo", "list", "sort"}
)
"""Icons that point along the line of reading and so turn round in right-to-left windows."""


def tokens() -> Tokens:
    """The colours in force now: those of the running application's theme, or the light ones."""
    app = QGuiApplication.instance()
    if app is None:
        return LIGHT
    if app.property("contrast"):
        return CONTRAST
    return DARK if app.property("dark") else LIGHT


def load_fonts() -> None:
    """Make the shipped Noto faces known to Qt, so that no system font is needed."""
    for file in sorted((RESOURCES_FOLDER / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))


def font(size: int = BASE, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """A face of the shipped families, `size` in pixels at 100 %."""
    made = QFont()
    made.setFamilies(list(FAMILIES))
    made.setPixelSize(size)
    made.setWeight(weight)
    return made


class Theme(QObject):
    """Light, dark or high contrast, chosen or as the system has it; a child of the application."""

    def __init__(self, app: QApplication, choice: str = "system") -> None:
        super().__init__(app)
        self._app = app
        self.choice = choice
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
        """Whether the ground is dark under the present choice."""
        if self.choice == "system":
            return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self.choice in ("dark", "contrast")

    def apply(self) -> None:
        """Put the colours on everything that is shown, icons included."""
        self._app.setProperty("dark", self.is_dark)
        self._app.setProperty("contrast", self.choice == "contrast")
        colours = tokens()
        self._app.setPalette(palette(colours))
        self._app.setStyleSheet(style_sheet(colours, dark=self.is_dark))
        redress(self._app)

    def _follow(self) -> None:
        if self.choice == "system":
            self.apply()


def palette(colours: Tokens) -> QPalette:
    """The QPalette for what the style sheet does not reach (text selections, item views)."""
    made = QPalette()
    role = QPalette.ColorRole
    for where, value in {
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
        made.setColor(where, QColor(value))
    for where in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, where, QColor(colours.faint))
    return made


def style_sheet(colours: Tokens, *, dark: bool) -> str:
    """The window's style sheet: `@name` in resources/style is a token's colour."""
    style = RESOURCES_FOLDER / "style"
    template = "\n".join((style / name).read_text("utf-8") for name in ("window.qss", "desk.qss"))
    values = asdict(colours) | {
        "tone": "dark" if dark else "light",
        "style": (RESOURCES_FOLDER / "style").as_posix(),
    }
    return re.sub(r"@([a-z_]+)", lambda found: values[found.group(1)], template)


def pixmap(name: str, colour: str, size: int, ratio: float = 0.0) -> QPixmap:
    """The icon `name` of resources/icons in `colour` (#RRGGBB), `size` px square, mirrored if due.

    `ratio` is device pixels per px; by default that of the application's sharpest screen.
    """
    if not ratio:
        app = QGuiApplication.instance()
        ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    turned = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    turned = turned and name in _TURNING
    kept = f"{name} {colour} {size} {ratio} {turned}"
    found = QPixmap()
    if not QPixmapCache.find(kept, found):
        found = _drawn(name, colour, size, ratio, turned=turned)
        QPixmapCache.insert(kept, found)
    return found


def _drawn(name: str, colour: str, size: int, ratio: float, *, turned: bool) -> QPixmap:
    svg = (RESOURCES_FOLDER / "icons" / f"{name}.svg").read_text("utf-8").replace("#000000", colour)
    made = QPixmap(QSize(size, size) * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    if turned:
        painter.translate(size, 0)
        painter.scale(-1, 1)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return made


def icon(name: str, role: str = "ink", size: int = 18) -> QIcon:
    """The icon `name` in the colour of token `role`, with its disabled face; see also `dress`."""
    colours = tokens()
    made = QIcon(pixmap(name, getattr(colours, role), size))
    made.addPixmap(pixmap(name, colours.faint, size), QIcon.Mode.Disabled)
    return made


def dress(
    target: QAbstractButton | QAction | QLabel, name: str, role: str = "ink", size: int = 18
) -> None:
    """Give a button, action or label an icon that follows the theme and the direction by itself."""
    target.setProperty("drawn", f"{name} {role} {size}")
    _put_on(target)


def redress(app: QApplication) -> None:
    """Draw every icon given by `dress` again: the colours or the direction have changed."""
    for widget in app.allWidgets():
        _put_on(widget)
        for action in widget.actions():
            _put_on(action)


def _put_on(target: QObject) -> None:
    wish = target.property("drawn")
    if not isinstance(wish, str):
        return
    name, role, size = wish.split()
    if isinstance(target, QLabel):
        target.setPixmap(pixmap(name, getattr(tokens(), role), int(size)))
    elif isinstance(target, QAbstractButton):
        target.setIcon(icon(name, role, int(size)))
        target.setIconSize(QSize(int(size), int(size)))
    elif isinstance(target, QAction):
        target.setIcon(icon(name, role, int(size)))


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget its place in the hierarchy: `title`, `primary`… of window.qss."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        QApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))  # frames take it up
