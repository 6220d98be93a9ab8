"""The entries of the menu bar, with texts, icons and shortcuts."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.gui.toolkit.style.basic_widgets import unmarked
from assessor.gui.toolkit.text.phrases import Phrases


@dataclass(frozen=True, slots=True)
class MenuAction:
    """An action: name, English text, icon, and shortcuts separated by blanks."""

    name: str
    text: str
    icon: str = ""
    keys: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceMenu:
    """A submenu that is filled at run time."""

    name: str
    text: str
    icon: str = ""


Part = MenuAction | ChoiceMenu | None
"""An entry of a menu; None is a separator."""

BAR: dict[str, tuple[str, tuple[Part, ...]]] = {
    "mission": (
        "&Mission",
        (
            MenuAction("new", "&New mission…", "plus", "Ctrl+N"),
            MenuAction("open", "&Open…", "folder-open", "Ctrl+O"),
            ChoiceMenu("recent", "Open &recent"),
            MenuAction("samples", "&Sample missions", "samples"),
            None,
            MenuAction("backup", "&Back up a copy…", "save", "Ctrl+Shift+S"),
            MenuAction("passphrase", "Change the &passphrase…", "key"),
            MenuAction("lock", "Loc&k", "lock", "Ctrl+L"),
            ChoiceMenu("idle", "Lock when &idle"),
            None,
            MenuAction("home", "C&lose the mission", "home", "Ctrl+W"),
            MenuAction("quit", "&Quit", "", "Ctrl+Q"),
        ),
    ),
    "edit": (
        "&Edit",
        (
            MenuAction("undo", "&Undo", "undo", "Ctrl+Z"),
            MenuAction("redo", "&Redo", "redo", "Ctrl+Shift+Z Ctrl+Y"),
            None,
            MenuAction("find", "&Find anything…", "search", "Ctrl+K"),
        ),
    ),
    "view": (
        "&View",
        (
            ChoiceMenu("look", "&Appearance", "contrast"),
            ChoiceMenu("language", "La&nguage", "language"),
            ChoiceMenu("questions", "&Questions in"),
            None,
            MenuAction("full", "&Full screen", "", "F11"),
        ),
    ),
    "go": ("&Go", ()),
    "assessment": (
        "&Assessment",
        (
            MenuAction("meetings", "&Meetings…", "users", "Ctrl+M"),
            MenuAction("print", "Pr&int the questionnaire…", "print", "Ctrl+P"),
            None,
            MenuAction("open_items", "&Open items…", "moon", "Ctrl+T"),
            MenuAction("check", "&Check the answers…", "check-circle", "F7"),
            None,
            MenuAction("results", "&Results…", "radar", "Ctrl+Shift+T"),
            MenuAction("treaties", "&Treaties…", "scale"),
            MenuAction("plan", "P&lan…", "list", "Ctrl+Shift+L"),
            None,
            MenuAction("previous", "Compare with the pre&vious mission…", "history"),
            MenuAction("upgrade", "&Update the form…", "form"),
        ),
    ),
    "team": (
        "&Team",
        (
            MenuAction("team", "&Who fills which section…", "users", "Ctrl+Shift+M"),
            MenuAction("invite", "&Invite a colleague…", "plus"),
            MenuAction("invited", "Who was in&vited…", "list"),
            None,
            MenuAction("exchange", "E&xchange with colleagues…", "refresh", "Ctrl+Shift+E"),
            MenuAction("colleagues", "&Receive from colleagues…", "receive", "Ctrl+Shift+R"),
            MenuAction("received", "R&eceived files…", "inbox"),
            MenuAction("part", "P&art a joined mission…", "link"),
            None,
            MenuAction("people", "&People and keys…", "key", "Ctrl+Shift+P"),
        ),
    ),
    "report": (
        "&Report",
        (
            MenuAction("export", "&Export the report…", "export", "Ctrl+E"),
            MenuAction("release", "Which stages are &told…", "eye"),
            MenuAction("government", "Comments of the &government…", "comment"),
            None,
            MenuAction("upload", "&Upload to an ODK server…", "external"),
        ),
    ),
    "headquarters": (
        "Head&quarters",
        (
            MenuAction("headquarters", "Go to &headquarters", "headquarters", "Ctrl+Shift+H"),
            MenuAction("new-registry", "&New registry…", "plus"),
            MenuAction("open-registry", "&Open a registry…", "folder-open"),
            None,
            MenuAction("receive-files", "&Receive files…", "receive"),
            MenuAction("receive-folder", "Receive a &folder…", "folder"),
            MenuAction("watch", "&Watch a folder…", "eye"),
            None,
            MenuAction("send-back", "Send &decisions back…", "export"),
            MenuAction("pack", "&Make a mission pack…", "mission"),
            MenuAction("publish", "&Publish…", "table"),
        ),
    ),
    "help": (
        "&Help",
        (
            MenuAction("help", "&Help on what to do…", "help", "F1"),
            MenuAction("tour", "&Guided tour", "play"),
            MenuAction("keys", "&Keyboard", "", "Ctrl+?"),
            None,
            MenuAction("about", "&About Assessor"),
        ),
    ),
}
"""The menus in order with titles and entries; the screen fills `go`."""

MISSION_ACTIONS = (
    *("backup", "meetings", "print", "open_items", "check", "results", "treaties", "plan"),
    "previous",
    *("upgrade", "team", "invite", "invited", "exchange", "colleagues", "received", "part"),
    *("export", "release", "government", "upload"),
)
"""Actions available only in an open mission."""

AT_HEADQUARTERS = tuple(
    part.name
    for part in BAR["headquarters"][1]
    if isinstance(part, MenuAction) and part.name != "headquarters"
)
"""Actions that open headquarters first."""


def menu_path(name: str, phrases: Phrases) -> str:
    """Return the path of an action in the menus, such as “Mission › Back up a copy”."""
    for title, parts in BAR.values():
        for part in parts:
            if part is not None and part.name == name:
                return f"{unmarked(phrases(title))} › {unmarked(phrases(part.text))}"
    raise KeyError(name)
