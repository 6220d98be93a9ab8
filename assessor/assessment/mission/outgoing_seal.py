"""The seal of files that leave a protected mission: to headquarters, by the passphrase, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assessor.assessment.mission.headquarters_key import recipients_of
from assessor.errors import Refused, WrongPassphrase
from assessor.parcel.keys.age_sealing import seal_to, seal_with_passphrase
from assessor.parcel.pack.parcel_pack import INTERNAL_PROFILE
from assessor.store.write.mission import Mission

SEALED_SUFFIX = ".age"
_PARCEL_SUFFIX = ".assessor"
_INNER_SUFFIXES = frozenset({".pdf", ".docx", ".xlsx", ".xml", ".csv"})


@dataclass(frozen=True, slots=True)
class OutgoingSeal:
    """Who can open a file: holders of the age keys `recipients`, or who knows the `passphrase`;
    everybody if there is neither. `whole`: the whole file is sealed, not only the parcel in it."""

    recipients: tuple[str, ...] = ()
    passphrase: str = field(default="", repr=False)
    whole: bool = False

    def seal(self, data: bytes) -> bytes:
        """Return the bytes sealed, or as they are."""
        if self.recipients:
            return seal_to(data, self.recipients)
        return seal_with_passphrase(data, self.passphrase) if self.passphrase else data

    def seal_file(self, data: bytes) -> bytes:
        """Return what is written of a file with these bytes: sealed if whole files are."""
        return self.seal(data) if self.whole else data

    def name_file(self, path: Path) -> Path:
        """Return the name of a file: one that is sealed as a whole says so by its ending."""
        if not self.whole or path.suffix.lower() in (_PARCEL_SUFFIX, SEALED_SUFFIX):
            return path
        return path.with_name(path.name + SEALED_SUFFIX)


UNSEALED = OutgoingSeal()
"""For a file that anybody who gets it may read."""


def choose_seal(
    mission: Mission,
    profile: str,
    *,
    to: Sequence[str] | None = None,
    passphrase: str | None = None,
) -> OutgoingSeal:
    """Return the seal of a file that leaves a mission.

    `to` are age public keys; None means the headquarters of the mission's pack, an empty sequence
    that a person chose a file readable by anybody. With the internal `profile`, a file of a
    protected mission is sealed as a whole; without a key by the mission's `passphrase`. Raises
    Refused if that is not given, WrongPassphrase if it is another.
    """
    if to is not None and not to:
        return UNSEALED
    internal = profile == INTERNAL_PROFILE
    recipients = tuple(recipients_of(mission) if to is None else to)
    # what a registry sends back is for assessors, who do not know its passphrase
    protected = mission.encrypted and (mission.role == "mission" or bool(passphrase))
    if recipients or not (protected and internal):
        return OutgoingSeal(recipients, whole=protected and internal)
    if not passphrase:
        raise Refused(
            "{name} is protected, and no key of a headquarters is known to seal this file to: give "
            "the passphrase of the mission, or choose that the file is readable by anybody who "
            "gets it.",
            name=mission.path.name,
        )
    if not mission.accepts_passphrase(passphrase):
        raise WrongPassphrase("The passphrase does not open {name}.", name=mission.path.name)
    return OutgoingSeal(passphrase=passphrase, whole=True)


def unsealed_name(path: Path) -> Path:
    """Return a name without the ending of the seal: report.pdf for report.pdf.age."""
    is_sealed_name = path.suffix.lower() == SEALED_SUFFIX
    inner = path.with_suffix("")
    return inner if is_sealed_name and inner.suffix.lower() in _INNER_SUFFIXES else path
