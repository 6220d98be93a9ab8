"""The screen on which a mission begins."""

from __future__ import annotations

from pathlib import Path

from assessor.gui.app.main_window import MainWindow
from assessor.gui.mission.new_mission_page import NewMissionPage
from assessor.gui.mission.pack_summary import PackPart
from tests.support.screens.page import Page, wait_until, write

FORM, LANGUAGE, COUNTRY = "Form", "Language of the questions", "Country"
NAME, PATH = "Your name, as it will stand beside your answers", "Where it is kept"
PASSPHRASE, AGAIN = "Passphrase", "The same once more"
PROTECT = "Protect it with a passphrase (recommended)"
BEGIN = "Begin the mission"


class NewMissionScreen(Page):
    """Which form, which country, who, where, and behind which passphrase."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window.show_screen("new"))
        assert isinstance(self.root, NewMissionPage)

    @classmethod
    def anew(cls, window: MainWindow, form: Path | None = None) -> NewMissionScreen:
        """Begin anew, with the form or pack at `form` if one is given."""
        window.begin(form)
        return cls(window)

    @property
    def is_ready(self) -> bool:
        """Whether the mission can begin: its form has been read."""
        return self.can_press(BEGIN)

    def wait_until_ready(self) -> NewMissionScreen:
        """Wait until the form has been read."""
        wait_until(lambda: self.is_ready)
        return self

    @property
    def shows_pack(self) -> bool:
        """Whether it is told whose mission pack was chosen."""
        return self.child(PackPart).isVisible()

    def decline(self) -> None:
        """Go without a passphrase, or take one after all."""
        self.press(PROTECT)

    def write_country(self, text: str) -> None:
        """Type a country in place of what the field holds."""
        line = self.choices(COUNTRY).lineEdit()
        assert line is not None
        write(line, text)

    def begin(
        self,
        path: Path,
        *,
        name: str = "Maria Ospina",
        country: str = "",
        secret: tuple[str, str] = ("", ""),
    ) -> None:
        """Fill the page and press its button."""
        self.fill(PATH, str(path))
        self.fill(NAME, name)
        if country:
            self.write_country(country)
        if any(secret):
            self.fill(PASSPHRASE, secret[0])
            self.fill(AGAIN, secret[1])
        self.press(BEGIN)
