"""The seal of files that leave a protected mission: to headquarters, by the passphrase, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from assessor.assessment.base.file_writing import make_folder, write_verified
from assessor.assessment.mission.headquarters_key import recipients_of
from assessor.errors import Refused, WrongPassphrase
from assessor.parcel.keys.age_sealing import seal_to, seal_with_passphrase
from assessor.parcel.pack.parcel_pack import INTERNAL_PROFILE
from assessor.store.write.mission import Mission

SEALED_SUFFIX = ".age"
_PARCEL_SUFFIX = ".assessor"
_INNER_SUFFIXES = frozenset({".pdf", ".docx", ".xlsx", ".xml", ".csv", ".png", ".zip"})


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
    protected mission or registry is sealed as a whole; without a key by a `passphrase`: that of the
    mission, or one chosen for what a registry sends, since teams do not know the registry's. Raises
    Refused if none is given, WrongPassphrase if it is not the mission's.
    """
    if to is not None and not to:
        return UNSEALED
    internal = profile == INTERNAL_PROFILE
    recipients = tuple(recipients_of(mission) if to is None else to)
    protected = mission.encrypted and internal
    if recipients or not protected:
        return OutgoingSeal(recipients, whole=protected)
    if not passphrase:
        raise _nothing_to_seal_with(mission)
    if mission.role == "mission" and not mission.accepts_passphrase(passphrase):
        raise WrongPassphrase("The passphrase does not open {name}.", name=mission.path.name)
    return OutgoingSeal(passphrase=passphrase, whole=True)


def _nothing_to_seal_with(mission: Mission) -> Refused:
    if mission.role == "mission":
        return Refused(
            "{name} is protected, and no key of a headquarters is known to seal this file to: give "
            "the passphrase of the mission, or choose that the file is readable by anybody who "
            "gets it.",
            name=mission.path.name,
        )
    return Refused(
        "{name} is protected, so what leaves it is sealed: choose a passphrase for this file "
        "(another than that of the registry), and tell it to whoever may read it; or choose that "
        "the file is readable by anybody who gets it.",
        name=mission.path.name,
    )


def write_files(
    contents: Mapping[str, bytes], target: Path, seal: OutgoingSeal
) -> tuple[Path, ...]:
    """Write files by their names to the folder `target` and return their paths.

    Sealed files go into one archive, `target` with the suffix .zip.age, so that they open at once.
    Raises FileError.
    """
    make_folder(target.parent if seal.whole else target)
    if seal.whole:
        archive = BytesIO()
        with ZipFile(archive, "w", ZIP_DEFLATED) as inside:
            for name, content in contents.items():
                inside.writestr(name, content)
        path = seal.name_file(target.with_name(f"{target.name}.zip"))
        write_verified(seal.seal_file(archive.getvalue()), path)
        return (path,)
    for name, content in contents.items():
        write_verified(content, target / name)
    return tuple(target / name for name in contents)


def unsealed_name(path: Path) -> Path:
    """Return a name without the ending of the seal: report.pdf for report.pdf.age."""
    is_sealed_name = path.suffix.lower() == SEALED_SUFFIX
    inner = path.with_suffix("")
    return inner if is_sealed_name and inner.suffix.lower() in _INNER_SUFFIXES else path
