"""Functions for digests, encodings and identifiers."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence

from assessor.form.xpath.functions.declaration import KnownArgument, function
from assessor.form.xpath.functions.ed25519 import verified
from assessor.form.xpath.runtime import Runtime

_ALGORITHMS = frozenset({"MD5", "SHA1", "SHA256", "SHA384", "SHA512"})


def _digest(text: str, algorithm: str, encoding: str = "base64") -> str:
    """Return a digest of `text`; blank for an unknown algorithm or encoding."""
    name = algorithm.upper().replace("-", "")
    if name not in _ALGORITHMS or encoding.lower() not in {"hex", "base64"}:
        return ""
    data = hashlib.new(name.lower(), text.encode(), usedforsecurity=False).digest()
    return data.hex() if encoding.lower() == "hex" else base64.b64encode(data).decode("ascii")


def _check_digest(arguments: Sequence[KnownArgument]) -> str:
    algorithm = arguments[1].text
    if algorithm is not None and algorithm.upper().replace("-", "") not in _ALGORITHMS:
        return f"there is no algorithm `{algorithm}`"
    encoding = arguments[2].text if len(arguments) > 2 else None
    if encoding is not None and encoding.lower() not in {"hex", "base64"}:
        return f"there is no encoding `{encoding}`"
    return ""


def _base64_decode(text: str) -> str:
    try:
        return base64.b64decode(text, validate=False).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _extract_signed(contents: str, key: str) -> str:
    """Return the message of signed contents (base64 of a 64-byte signature and the message).

    Blank if the Ed25519 signature does not belong to `key`.
    """
    try:
        data, public = base64.b64decode(contents), base64.b64decode(key)
    except (binascii.Error, ValueError):
        return ""
    signature, message = data[:64], data[64:]
    return message.decode("utf-8", "replace") if verified(public, message, signature) else ""


def _uuid(runtime: Runtime, length: float | None = None) -> str:
    if length is None:
        return runtime.uuid()
    signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    count = int(length) if length == length and 0 < length <= 1000 else 0
    return "".join(runtime.random.choice(signs) for _ in range(count))


FUNCTIONS = (
    function("digest", "sss?", "string", _digest, check=_check_digest),
    function("base64-decode", "s", "string", _base64_decode),
    function("extract-signed", "ss", "string", _extract_signed),
    function("uuid", "n?", "string", _uuid, live=True),
    function("version", "", "string", lambda run: run.form.version if run.form else "", live=True),
    function("property", "s", "string", lambda run, name: run.properties.get(name, ""), live=True),
)
