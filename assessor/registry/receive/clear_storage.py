"""What protected missions said, about to lie in a registry that anybody can read."""

from __future__ import annotations

from assessor.errors import Reason
from assessor.parcel.pack.parcel_pack import ParcelContents
from assessor.parcel.pdf.parcel_extraction import ExtractedParcel
from assessor.store.files.connection import IN_MEMORY
from assessor.store.write.mission import Mission

DECLINED = "passphrase declined"
"""The setting of a file whose owner was told that anybody can read it, and wanted that: when, in
ms since 1970 UTC."""

LIES_IN_CLEAR = Reason(
    "It comes from a protected mission, and this registry has no passphrase: it would lie here "
    "readable by anybody who gets the registry. Nothing was taken in. Give the registry a "
    "passphrase, or choose that anybody may read it (or: --plain), then receive the file again."
)


def would_lie_in_clear(
    registry: Mission, contents: ParcelContents, carried: ExtractedParcel | None
) -> bool:
    """Return whether a registry file would hold in clear what came sealed from a protected mission,
    and nobody chose that. What is sealed to the key of headquarters alone is no sign of one."""
    if registry.role != "registry" or registry.encrypted or registry.shared:
        return False
    if registry.path == IN_MEMORY or registry.setting(DECLINED):
        return False
    return bool(contents.recovery) or (carried is not None and carried.unsealed)
