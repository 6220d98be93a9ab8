"""The look: contrast of every pair meant for text, and icons that all draw."""

from dataclasses import asdict

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QPushButton

from assessor.gui.toolkit.style import theme
from assessor.shipped import RESOURCES_FOLDER

pytestmark = pytest.mark.window


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.1)."""
    parts = [QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF()]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


PAIRS = [
    *[(ink, ground) for ink in ("ink", "muted", "accent") for ground in ("ground", "paper")],
    ("ink", "hover"), ("muted", "hover"), ("ink", "accent_soft"), ("accent", "accent_soft"),
    ("accent", "conflict_soft"),
    ("accent_deep", "accent_soft"), ("on_accent", "accent"), ("on_accent", "accent_deep"),
    *[(tone, ground) for tone in ("warn", "danger", "ok", "conflict")
      for ground in (f"{tone}_soft", "paper", "ground")],
]  # fmt: skip


LOOKS = {"light": (theme.LIGHT, 4.5), "dark": (theme.DARK, 4.5), "contrast": (theme.CONTRAST, 7.0)}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_can_be_read(look, ink, ground):
    colours, needed = LOOKS[look]
    named = asdict(colours)
    assert contrast(named[ink], named[ground]) >= needed


@pytest.mark.parametrize("edge", ["line", "faint"])
def test_edges_can_be_seen_in_high_contrast(edge):
    named = asdict(theme.CONTRAST)
    assert contrast(named[edge], named["ground"]) >= 4.5


@pytest.mark.parametrize("look", LOOKS)
def test_what_qt_draws_itself_can_be_read(qapp, look):
    colours, needed = LOOKS[look]
    made = theme.palette(colours)
    role = QPalette.ColorRole
    for ink, ground in (
        (role.WindowText, role.Window), (role.Text, role.Base), (role.ButtonText, role.Button),
        (role.PlaceholderText, role.Base), (role.HighlightedText, role.Highlight),
        (role.ToolTipText, role.ToolTipBase), (role.Link, role.Base),
    ):  # fmt: skip
        assert contrast(made.color(ink).name(), made.color(ground).name()) >= needed, ink


@pytest.mark.parametrize("stage", range(5))
def test_stage_numbers_can_be_read(stage):
    assert contrast(theme.STAGES[stage], theme.STAGE_INK[stage]) >= 4.5


@pytest.mark.parametrize("name", sorted(p.stem for p in (RESOURCES_FOLDER / "icons").glob("*.svg")))
def test_every_icon_draws(qapp, name):
    image = theme.pixmap(name, "#0B6B75", 18, 2.0).toImage()
    inked = sum(
        image.pixelColor(x, y).alpha() > 128
        for x in range(image.width())
        for y in range(image.height())
    )
    assert image.width() == 36
    assert 8 < inked < 700


def test_icons_follow_the_theme(qapp, qtbot):
    label, button = QLabel(), QPushButton()
    qtbot.addWidget(label)
    qtbot.addWidget(button)
    look = theme.Theme(qapp, "light")
    theme.dress(label, "plus", "accent", 24)
    theme.dress(button, "undo")

    def colour() -> str:
        image = label.pixmap().toImage()
        return image.pixelColor(image.width() // 2, image.height() // 2).name().upper()

    assert colour() == theme.LIGHT.accent
    look.choose("dark")
    assert colour() == theme.DARK.accent
    assert not button.icon().isNull()
    look.choose("contrast")
    assert colour() == theme.CONTRAST.accent
    look.choose("light")
    assert colour() == theme.LIGHT.accent
    look.setParent(None)
