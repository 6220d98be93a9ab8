"""Every error a person may meet, as one tree; each says what happened and what to do next.

AssessorError
├── FormError           a form that cannot be used; carries every problem at once
├── FileError           a file that cannot be opened, written or trusted to be what it says
│   ├── NotAMission     not a mission file at all
│   ├── FutureFile      written by a newer Assessor
│   ├── WrongPassphrase encrypted, and the passphrase does not open it
│   └── Damaged         a mission whose bytes are not whole
├── ParcelError         a parcel, or a PDF that should carry one, that is refused
├── KeyTrouble          a signing or sealing key that is missing or unusable
└── Refused             something asked for that this file or person may not do
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence, or a part of one, that is kept and said later in the language of its reader.

    `message` is English and the key of its translation; `details` fill its `{placeholders}`: texts
    that are nobody's to translate (names, figures), and Reasons, which are said in turn.
    """

    message: str
    details: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return self.message.format(**self.details) if self.details else self.message


class AssessorError(Exception):
    """An error written for the person at the screen.

    `message` is a whole sentence in English and the key of its translation; `details` fill its
    `{placeholders}`, so that words.say can speak it in the person's language.
    """

    def __init__(self, message: str, **details: object) -> None:
        super().__init__(message)
        self.message = message
        self.details = details

    def __str__(self) -> str:
        return str(self.reason)

    @property
    def reason(self) -> Reason:
        """The same sentence, to be kept."""
        return Reason(self.message, self.details)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a form: what, where, and the fix.

    `sheet` and `row` (1-based, the header is row 1) point into the XLSForm it came from; they are
    empty and 0 for a plain XForm, where `path` names the node. `instead` says what happens where
    the form is used anyway; it is blank for what makes a form unusable.
    """

    what: str
    fix: str = ""
    path: str = ""
    sheet: str = ""
    row: int = 0
    instead: str = ""

    @property
    def passable(self) -> bool:
        """Whether a form that has it can be used anyway."""
        return bool(self.instead)

    def __str__(self) -> str:
        place = f"[{self.sheet}, row {self.row}] " if self.row else ""
        node = f"{self.path}: " if self.path else ""
        fix = f" {self.fix}" if self.fix else ""
        return f"{place}{node}{self.what}{fix}"


class FormError(AssessorError):
    """A form that cannot be used. `problems` holds every reason found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("The form cannot be used: {problems}")
        self.details = {"problems": "; ".join(str(problem) for problem in self.problems)}

    @property
    def passable(self) -> bool:
        """Whether the form can be used anyway, passing over what is wrong with it."""
        return all(problem.passable for problem in self.problems)


class FileError(AssessorError):
    """A file that cannot be opened, written or trusted to be what it says."""


class NotAMission(FileError):
    """The file is not a mission file."""


class FutureFile(FileError):
    """The file was written by a newer major version of Assessor."""


class WrongPassphrase(FileError):
    """The file is encrypted and the passphrase given does not open it."""


class NeedsPassword(FileError):
    """A server asks for a password, or the one given is not the right one."""


class Damaged(FileError):
    """A mission file whose bytes are not whole."""


class ParcelError(AssessorError):
    """A parcel, or a PDF that should carry one, that is refused; nothing was changed."""


class KeyUnusable(AssessorError):
    """A signing or sealing key that is missing or unusable."""


class Refused(AssessorError):
    """Something asked for that this file or person may not do."""
