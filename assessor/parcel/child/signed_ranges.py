"""Find the signatures in a PDF's bytes, and digest what they sign; nothing is parsed as PDF.

Every range begins at the first byte, leaves out one hexadecimal string and ends a whole revision
of the file: so the first bytes of a file are as they were signed, whatever was appended.
"""

from __future__ import annotations

import hashlib
import re

from assessor.parcel.child.child_protocol import FileSignature

_RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
_HOLE = re.compile(rb"<(?:[0-9a-fA-F]{2})*>")
_END = re.compile(rb"%%EOF\s*\Z")
_DAY = re.compile(rb"/M\s*\(D:(\d{8})")
_MAX_SIGNATURES = 20
_MAX_HOLE = 2**17
_MAX_BESIDE = 4096
_ALGORITHMS = {
    "2.16.840.1.101.3.4.2.1": hashlib.sha256,
    "2.16.840.1.101.3.4.2.2": hashlib.sha384,
    "2.16.840.1.101.3.4.2.3": hashlib.sha512,
}


def find_signatures(data: bytes) -> list[FileSignature]:
    """Return the signatures in a file, not yet verified, in the order of their places."""
    found = []
    for match in list(_RANGE.finditer(data))[:_MAX_SIGNATURES]:
        before, after, rest = map(int, match.groups())
        end, hole = after + rest, data[before : min(after, before + _MAX_HOLE)]
        is_whole = match.end() <= end <= len(data) and _END.search(data, max(0, end - 32), end)
        if not is_whole or not before < after or not _HOLE.fullmatch(hole):
            continue
        digests = {}
        for name, algorithm in _ALGORITHMS.items():
            digest = algorithm(memoryview(data)[:before])
            digest.update(memoryview(data)[after:end])
            digests[name] = digest.digest()
        day = _day_beside(data, min(before, match.start()), max(after, match.end()))
        found.append(FileSignature(end, bytes.fromhex(hole[1:-1].decode()), digests, day))
    return found


def _day_beside(data: bytes, first: int, last: int) -> str:
    """Return the day in the dictionary around a signature: PAdES has it nowhere else."""
    begin = max(data.rfind(b" obj", 0, first), first - _MAX_BESIDE)
    end = data.find(b"endobj", last, last + _MAX_BESIDE)
    found = _DAY.search(data[max(0, begin) : first] + data[last : max(last, end)])
    return found[1].decode() if found else ""
