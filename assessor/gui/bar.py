"""What stands in the menu bar: its menus, and in each the actions with their words and keys."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.gui.phrases import Phrases
from assessor.gui.pieces import unmarked


@dataclass(frozen=True, slots=True)
class Act:
    """An action: the name of what it does, its words (English), its icon, its keys by blanks."""

    name: str
    text: str
    icon: str = ""
    keys: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """A menu within a menu, filled by somebody who knows what there is to choose."""

    name: str
    text: str
    icon: str = ""


Part = Act | Choices | None
"""What a menu is made of; None is a line between two groups."""

BAR: dict[str, tuple[str, tuple[Part, ...]]] = {
    "mission": (
        "&Mission",
        (
            Act("new", "&New mission…", "plus", "Ctrl+N"),
            Act("open", "&Open…", "folder-open", "Ctrl+O"),
            Choices("recent", "Open &recent"),
            Act("samples", "&Sample missions", "samples"),
            None,
            Act("backup", "&Back up a copy…", "save", "Ctrl+Shift+S"),
            Act("passphrase", "Change the &passphrase…", "key"),
            Act("lock", "Loc&k", "lock", "Ctrl+L"),
            Choices("idle", "Lock when nobody is &there"),
            None,
            Act("home", "C&lose the mission", "home", "Ctrl+W"),
            Act("quit", "&Quit", "", "Ctrl+Q"),
        ),
    ),
    "edit": (
        "&Edit",
        (
            Act("undo", "&Undo", "undo", "Ctrl+Z"),
            Act("redo", "&Redo", "redo", "Ctrl+Shift+Z Ctrl+Y"),
            None,
            Act("find", "&Find anything…", "search", "Ctrl+K"),
        ),
    ),
    "view": (
        "&View",
        (
            Choices("look", "&Look", "contrast"),
            Choices("language", "La&nguage", "language"),
            Choices("questions", "&Questions in"),
            None,
            Act("full", "&Full screen", "", "F11"),
        ),
    ),
    "go": ("&Go", ()),
    "assessment": (
        "&Assessment",
        (
            Act("meetings", "&Meetings…", "users", "Ctrl+M"),
            Act("print", "Pr&int the questionnaire…", "print", "Ctrl+P"),
            None,
            Act("tonight", "&Tonight…", "moon", "Ctrl+T"),
            Act("check", "&Check the answers…", "check-circle", "F7"),
            None,
            Act("results", "&Results…", "radar", "Ctrl+Shift+T"),
            Act("plan", "P&lan…", "list", "Ctrl+Shift+L"),
            None,
            Act("previous", "The mission &before…", "history"),
            Act("upgrade", "Go on in a ne&wer form…", "form"),
        ),
    ),
    "team": (
        "&Team",
        (
            Act("team", "&Who fills which section…", "users", "Ctrl+Shift+M"),
            None,
            Act("exchange", "E&xchange with colleagues…", "refresh", "Ctrl+Shift+E"),
            Act("colleagues", "&Receive from colleagues…", "receive", "Ctrl+Shift+R"),
            Act("received", "R&eceived files…", "inbox"),
            None,
            Act("people", "&People and keys…", "key", "Ctrl+Shift+P"),
        ),
    ),
    "report": (
        "&Report",
        (
            Act("export", "&Export the report…", "export", "Ctrl+E"),
            Act("government", "Comments of the &government…", "comment"),
            None,
            Act("upload", "&Upload to an ODK server…", "external"),
        ),
    ),
    "headquarters": (
        "Head&quarters",
        (
            Act("headquarters", "Go to &headquarters", "headquarters", "Ctrl+Shift+H"),
            Act("new-registry", "&New registry…", "plus"),
            Act("open-registry", "&Open a registry…", "folder-open"),
            None,
            Act("receive-files", "&Receive files…", "receive"),
            Act("receive-folder", "Receive a &folder…", "folder"),
            Act("watch", "&Watch a folder…", "eye"),
            None,
            Act("send-back", "Send &decisions back…", "export"),
            Act("pack", "&Make a mission pack…", "mission"),
            Act("publish", "&Publish…", "table"),
        ),
    ),
    "help": (
        "&Help",
        (
            Act("help", "&Help on what to do…", "help", "F1"),
            Act("tour", "Show me a&round", "play"),
            Act("keys", "&Keyboard", "", "Ctrl+?"),
            None,
            Act("about", "&About Assessor"),
        ),
    ),
}
"""The menus in order, each with its title and its parts; `go` is filled by the screen shown."""

OF_MISSION = (
    *("backup", "meetings", "print", "tonight", "check", "results", "plan", "previous"),
    *("upgrade", "team", "exchange", "colleagues", "received", "export", "government", "upload"),
)
"""Actions that are there only while a mission is open."""

AT_HEADQUARTERS = tuple(
    part.name
    for part in BAR["headquarters"][1]
    if isinstance(part, Act) and part.name != "headquarters"
)
"""Actions that are done at headquarters, wherever they are chosen."""


def way_to(name: str, phrases: Phrases) -> str:
    """Where a person finds an action, as one is told: “Mission › Back up a copy”."""
    for title, parts in BAR.values():
        for part in parts:
            if part is not None and part.name == name:
                return f"{unmarked(phrases(title))} › {unmarked(phrases(part.text))}"
    raise KeyError(name)
