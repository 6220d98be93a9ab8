"""Errors for the person at the screen; each says what happened and what to do next.

AssessorError
├── FormError           a form that cannot be used, with every problem
├── FileError           a file that cannot be opened, written or trusted
│   ├── NotAMission     not a mission file at all
│   ├── FutureFile      written by a newer Assessor
│   ├── WrongPassphrase encrypted, and the passphrase does not open it
│   └── Damaged         a damaged mission file
├── ParcelError         a parcel, or a PDF with one, that is refused
│   └── SealedByTeam    it wants a passphrase, or another one (a WrongPassphrase, too)
├── KeyUnusable         a missing or unusable key
└── Refused             a request that this file or person may not make
    └── Unprotected     words of a protected file would be readable: a person may choose that
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from assessor.names import MAX_NAME_LENGTH, is_safe_name, safe_name, safe_text


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence, or a part of one, that is stored and later translated for its reader.

    `message` is English and the key of its translation; `details` fill its `{placeholders}` with
    untranslated texts (names, figures) or with Reasons.
    """

    message: str
    details: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        if not self.details:
            return self.message
        return self.message.format(
            **{name: safe_detail(each) for name, each in self.details.items()}
        )


def safe_detail(value: object) -> object:
    """Return a detail of a sentence as it may be printed: texts and paths on one line."""
    return safe_text(str(value)) if isinstance(value, str | PurePath) else value


class AssessorError(Exception):
    """An error written for the person at the screen.

    `message` is a whole English sentence and the key of its translation; `details` fill its
    `{placeholders}` (see words.say).
    """

    def __init__(self, message: str, **details: object) -> None:
        super().__init__(message)
        self.message = message
        self.details = details

    def __str__(self) -> str:
        return str(self.reason)

    @property
    def reason(self) -> Reason:
        """Return the same sentence, to be stored."""
        return Reason(self.message, self.details)


@dataclass(frozen=True, slots=True)
class Problem:
    """One defect of a form: what, where, and the fix.

    `sheet` and `row` (from 1, with the header) point into the XLSForm; they are "" and 0 for a
    plain XForm, where `path` names the node. `instead` describes what happens where the form is
    used anyway; blank for a defect that makes the form unusable.
    """

    what: str
    fix: str = ""
    path: str = ""
    sheet: str = ""
    row: int = 0
    instead: str = ""

    @property
    def passable(self) -> bool:
        """Return whether the form can be used anyway."""
        return bool(self.instead)

    def __str__(self) -> str:
        place = f"[{self.sheet}, row {self.row}] " if self.row else ""
        node = f"{self.path}: " if self.path else ""
        fix = f" {self.fix}" if self.fix else ""
        return f"{place}{node}{self.what}{fix}"


class FormError(AssessorError):
    """A form that cannot be used, with all its problems."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("The form cannot be used: {problems}")
        self.details = {"problems": "; ".join(str(problem) for problem in self.problems)}

    @property
    def passable(self) -> bool:
        """Return whether the form can be used despite its problems."""
        return all(problem.passable for problem in self.problems)


class FileError(AssessorError):
    """A file that cannot be opened, written or trusted."""


class NotAMission(FileError):
    """The file is not a mission file."""


class FutureFile(FileError):
    """The file was written by a newer major version."""


class WrongPassphrase(FileError):
    """The file is encrypted, and the passphrase does not open it."""


class NeedsPassword(FileError):
    """A server needs a password, or another one."""


class Damaged(FileError):
    """A damaged mission file."""


class ParcelError(AssessorError):
    """A parcel, or a PDF with one, that is refused; nothing was changed."""


class SealedByTeam(ParcelError, WrongPassphrase):
    """A file sealed with the passphrase of a mission, and no passphrase here opens it."""


class KeyUnusable(AssessorError):
    """A signing or sealing key that is missing or unusable."""


class Refused(AssessorError):
    """A request that this file or person may not make."""


class Unprotected(Refused):
    """What a protected file holds would be readable by anybody: a person may choose that."""


class FormUnusable(Damaged, Refused):
    """The form by which answers are read is missing, or is not the one that was signed."""


class Nameless(Refused):
    """An entry would have no author."""


def require_author(name: str) -> None:
    """Raise Nameless for an author without a name that can be shown."""
    if not safe_name(name):
        raise Nameless(
            "This laptop does not know who you are, and nothing is kept without its author: write "
            "your name under People and keys (or: assessor keys card --name NAME -o ME.card), then "
            "open the file again."
        )


def check_name(name: str) -> None:
    """Raise Refused for a person's name that could not be shown as it is written."""
    if not is_safe_name(name):
        raise Refused(
            "A name has at most {most} characters, on one line, and none that is invisible: write "
            "it again.",
            most=MAX_NAME_LENGTH,
        )
