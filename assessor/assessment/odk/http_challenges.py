"""HTTP authentication: Basic, and Digest as OpenRosa allows it.

Sources: RFC 2617; OpenRosa Authentication API (MD5 or no algorithm, qop "auth" or none).
"""

from __future__ import annotations

import hashlib
import re
import secrets
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r'\s*(?:(?P<name>[\w-]+)\s*=\s*(?:"(?P<quoted>(?:\\.|[^"\\])*)"|(?P<bare>[^\s,"]+))'
    r"|(?P<word>[\w-]+)|(?P<comma>,)|.)",
    re.S,
)
_LONGEST = 8192
"""Characters of a header that are read; no honest server sends more."""


@dataclass
class HttpChallenge:
    """A challenge: `scheme` is basic or digest; `count` is how often its nonce was used."""

    scheme: str
    parts: Mapping[str, str] = field(default_factory=dict)
    count: int = 0


def read_challenge(header: str) -> HttpChallenge | None:
    """Return the best supported challenge in a header; None for none."""
    offered = _offered(header) if len(header) <= _LONGEST else {}
    digest = offered.get("digest")
    if digest is not None and _is_spoken(digest):
        return HttpChallenge("digest", digest)
    return HttpChallenge("basic") if "basic" in offered else None


def _offered(header: str) -> dict[str, dict[str, str]]:
    offered: dict[str, dict[str, str]] = {}
    parts: dict[str, str] = {}
    begins = True
    for found in _TOKEN.finditer(header):
        if found["name"]:
            quoted = found["quoted"]
            value = found["bare"] if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
            parts[found["name"].lower()] = value
        elif found["word"] and begins:
            parts = offered.setdefault(found["word"].lower(), {})
        begins = bool(found["comma"])
    return offered


def authorization_header(
    challenge: HttpChallenge, method: str, path: str, user: str, password: str
) -> str:
    """Return the Authorization header for one request."""
    if challenge.scheme == "basic":
        return "Basic " + b64encode(f"{user}:{password}".encode()).decode("ascii")
    parts = challenge.parts
    challenge.count += 1
    realm, nonce = parts.get("realm", ""), parts.get("nonce", "")
    first, second = _md5(f"{user}:{realm}:{password}"), _md5(f"{method}:{path}")
    fields = {"username": user, "realm": realm, "nonce": nonce, "uri": path}
    plain = {}
    if "qop" in parts:
        count, mine = f"{challenge.count:08x}", secrets.token_hex(16)
        response = _md5(f"{first}:{nonce}:{count}:{mine}:auth:{second}")
        plain = {"qop": "auth", "nc": count}
        fields["cnonce"] = mine
    else:
        response = _md5(f"{first}:{nonce}:{second}")
    fields["response"] = response
    fields |= {name: parts[name] for name in ("opaque",) if name in parts}
    plain |= {"algorithm": parts["algorithm"]} if "algorithm" in parts else {}
    quoted = [f'{name}="{_escaped(value)}"' for name, value in fields.items()]
    return "Digest " + ", ".join([*quoted, *(f"{name}={value}" for name, value in plain.items())])


def _is_spoken(parts: Mapping[str, str]) -> bool:
    ways = [each.strip().lower() for each in parts.get("qop", "auth").split(",")]
    supported = parts.get("algorithm", "MD5").upper() == "MD5" and "auth" in ways
    return supported and "nonce" in parts


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _md5(text: str) -> str:
    """Return the MD5 that the standard requires; TLS protects what it cannot."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
