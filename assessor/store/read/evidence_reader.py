"""Files of evidence in an open file. Nobody is shown bytes that are not those that were signed:
where the stored ones do not fit their SHA-256, the file counts as one that has not come yet."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from assessor.errors import Reason
from assessor.names import safe_name
from assessor.store.files.connection import Connection

_LISTED = 5


def explain_damaged_files(names: Iterable[str]) -> Reason:
    """Return what is said of files whose stored bytes are not those that were signed."""
    return Reason(
        "Files that are not as they were signed are left out ({names}): somebody changed them, or "
        "the disk is damaged. Receive a report that has them (assessor receive): that brings them "
        "back.",
        {"names": list_names(names)},
    )


def list_names(names: Iterable[str]) -> str:
    """Return some names of files for a sentence."""
    listed = sorted({safe_name(name) for name in names})
    return ", ".join(listed[:_LISTED]) + (" …" if len(listed) > _LISTED else "")


class EvidenceReader:
    """Queries on the files of evidence; FileReader adds what else lies beside the entries."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._whole: set[str] = set()

    def evidence(self, digest: str) -> bytes | None:
        """Return a file of evidence, or None if it has not come yet or is damaged."""
        content = self.connection.value("SELECT content FROM evidence WHERE digest=?", (digest,))
        is_whole = content is not None and hashlib.sha256(content).hexdigest() == digest
        return bytes(content) if is_whole else None

    def has_evidence(self, digest: str) -> bool:
        """Return whether a file of evidence is here, and is the one that was signed."""
        return digest in self.evidence_sizes((digest,))

    def evidence_sizes(self, digests: Iterable[str]) -> dict[str, int]:
        """Return the sizes in bytes of those evidence files that are here and not damaged. Each is
        read once while this file is open."""
        wanted = frozenset(digests)
        if unread := wanted - self._whole:
            rows = self._select("digest", unread, f" WHERE {self.connection.content_digest}=digest")
            self._whole.update(row[0] for row in rows)
        return dict(self._select("digest, length(content)", wanted & self._whole))

    def damaged_evidence(self, digests: Iterable[str] | None = None) -> Iterator[str]:
        """Yield the SHA-256 (64 hex) of stored files, of all or of these, whose bytes are not
        those."""
        if digests is None:
            rows = self.connection.rows("SELECT digest FROM evidence ORDER BY 1")
        else:
            rows = sorted(self._select("digest", digests))
        stored = [digest for (digest,) in rows]
        whole = self.evidence_sizes(stored)
        return (digest for digest in stored if digest not in whole)

    def _select(
        self, columns: str, digests: Iterable[str], condition: str = ""
    ) -> list[tuple[Any, ...]]:
        digest_rows = json.dumps([[digest] for digest in sorted(digests)])
        return self.connection.rows(
            f"SELECT {columns} FROM evidence JOIN json_each(?) ON digest=value->>0{condition}",
            (digest_rows,),
        )
