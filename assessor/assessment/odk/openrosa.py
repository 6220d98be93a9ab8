"""Client of the OpenRosa form submission API: asks a server, then sends one submission to it.

Only https, or a server on this computer. Neither password nor address is stored. Sources: OpenRosa
Form Submission API, HTTP Requests and Responses, Authentication API; RFC 2617 (Basic, Digest with
MD5), RFC 7578 (multipart/form-data).
"""

from __future__ import annotations

import html
import http.client
import re
import secrets
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from ipaddress import ip_address
from urllib.parse import SplitResult, urljoin, urlsplit

from assessor.assessment.odk import http_challenges
from assessor.errors import AssessorError, Refused

XML = "xml_submission_file"
"""The name of the part with the submission itself."""

INCOMPLETE = "*isIncomplete*"
"""The part that announces further posts of this submission."""

_DEFAULT_MOST = 10 * 2**20
"""Bytes of one post if the server names no limit."""
_ANSWER = 64 * 1024
"""Bytes of a reply that are read."""
_TIMEOUT = 60.0
_VERSION = "X-OpenRosa-Version"
_LENGTH = "X-OpenRosa-Accept-Content-Length"
_MESSAGE = re.compile(rb"<(?:\w{1,40}:)?message\b[^<>]*>([^<]*)</")
_BYTES = re.compile(r"[0-9]{1,15}")


class ServerError(AssessorError):
    """A server cannot be reached, is no OpenRosa server, or refuses a submission."""


class AcceptedUpload(ServerError):
    """The server has another submission with the same instanceID."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """User name and password; never stored."""

    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, headers by lower-case name, and the beginning of the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_openrosa(self) -> bool:
        """Whether it comes from an OpenRosa server, and not from a network's login page."""
        return _VERSION.lower() in self.headers or b"OpenRosaResponse" in self.body

    @property
    def message(self) -> str:
        """The server's message in one line; "" for none."""
        found = _MESSAGE.search(self.body)
        text = html.unescape(found[1].decode("utf-8", "replace")) if found else ""
        return " ".join(text.split())[:200]


class Server:
    """One server; its connection is closed after each request."""

    def __init__(self, address: str, credentials: Credentials | None, language: str = "en") -> None:
        self._place = submission_address(address)
        self._credentials, self._language = credentials, language
        self._challenge: http_challenges.HttpChallenge | None = None
        self.most = _DEFAULT_MOST

    def ask(self) -> None:
        """Ask whether the server accepts the user, and its limit. Raises ServerError, Refused."""
        reply = self._request("HEAD", b"", {})
        if reply.status == 401:
            self._meet(reply)
            reply = self._request("HEAD", b"", {})
        if reply.status in (401, 403):
            raise ServerError("{host} does not let this name and password in.", host=self.host)
        if reply.status == 404:
            raise ServerError(
                "{host} has no such address: copy it from the server's settings.", host=self.host
            )
        if not 200 <= reply.status < 300 or not reply.is_openrosa:
            raise ServerError(
                "What answered at {host} is no OpenRosa server (status {status}): perhaps the page "
                "of a network that wants a login.",
                host=self.host,
                status=reply.status,
            )
        limit = reply.headers.get(_LENGTH.lower(), "")
        if _BYTES.fullmatch(limit):
            self.most = int(limit) or self.most
        moved = reply.headers.get("location", "")
        if moved:
            self._place = redirect_address(self._place, moved)

    def send(self, parts: list[tuple[str, str, bytes]], *, last: bool) -> None:
        """Post a submission and some of its files: (name, media type, content), the XML first.

        Only 201 or 202 from an OpenRosa server is success. Raises ServerError for anything else.
        """
        fields = [] if last else [(INCOMPLETE, "yes")]
        kind, body = multipart(parts, fields)
        reply = self._request("POST", body, {"Content-Type": kind})
        if reply.status == 401 and self._credentials is not None:
            self._meet(reply)  # the server now wants another nonce
            reply = self._request("POST", body, {"Content-Type": kind})
        if reply.status in (201, 202) and reply.is_openrosa:
            return
        if reply.status == 409:
            raise AcceptedUpload(
                "{host} holds another submission under this instanceID. {words}",
                host=self.host,
                words=reply.message,
            )
        raise ServerError(
            "{host} did not take the submission (status {status}). {words}",
            host=self.host,
            status=reply.status,
            words=reply.message,
        )

    @property
    def host(self) -> str:
        """The server's name, without a token that its address may contain."""
        return str(self._place.hostname)

    def _meet(self, reply: Reply) -> None:
        if self._credentials is None:
            raise Refused("{host} asks for a user name and a password.", host=self.host)
        self._challenge = http_challenges.read_challenge(reply.headers.get("www-authenticate", ""))
        if self._challenge is None:
            raise ServerError(
                "{host} wants to know who asks in a way Assessor does not speak (it speaks Basic "
                "and Digest).",
                host=self.host,
            )

    def _request(self, method: str, body: bytes, more: Mapping[str, str]) -> Reply:
        path = self._place.path or "/"
        path += f"?{self._place.query}" if self._place.query else ""
        headers = {
            _VERSION: "1.0",
            "Date": format_datetime(datetime.now(UTC), usegmt=True),
            "Accept-Language": self._language,
            **more,
        }
        if self._challenge is not None and self._credentials is not None:
            who = self._credentials
            headers["Authorization"] = http_challenges.authorization_header(
                self._challenge, method, path, who.user, who.password
            )
        connection = self._connection()
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            reply_headers: dict[str, str] = {}
            for name, value in answer.getheaders():
                key = name.lower()
                reply_headers[key] = (
                    f"{reply_headers[key]}, {value}" if key in reply_headers else value
                )
            return Reply(answer.status, reply_headers, answer.read(_ANSWER))
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise ServerError(
                "{host} cannot be reached: {why}. Nothing is lost: send again when it can.",
                host=self.host,
                why=getattr(error, "strerror", None) or str(error) or type(error).__name__,
            ) from error
        finally:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        host, port = self.host, self._place.port
        if self._place.scheme == "https":
            checked = ssl.create_default_context()
            return http.client.HTTPSConnection(host, port, timeout=_TIMEOUT, context=checked)
        return http.client.HTTPConnection(host, port, timeout=_TIMEOUT)


def submission_address(address: str) -> SplitResult:
    """Return the address for submissions: the server's address and /submission.

    Raises Refused for an invalid address, one with a password, or one without encryption.
    """
    place = _split(address.strip())
    if place is None or place.scheme not in ("http", "https") or not place.hostname:
        raise Refused("{address} is no address of a server: https://…", address=_bare(address))
    if place.username is not None or place.password is not None:
        raise Refused("Leave name and password out of the address: they are asked for.")
    if place.scheme == "http" and not _is_here(place.hostname):
        raise Refused(
            "{host}: the submission would travel in the clear. Use its https address.",
            host=place.hostname,
        )
    path = place.path.rstrip("/")
    path = path if path.endswith("/submission") else f"{path}/submission"
    return place._replace(path=path, fragment="")


def _split(address: str, base: str = "") -> SplitResult | None:
    try:
        found = urlsplit(urljoin(base, address))
        return found if found.port is None or found.port else None
    except ValueError:  # an unclosed bracket, or a port that is no number
        return None


def redirect_address(place: SplitResult, location: str) -> SplitResult:
    """Return a redirect: to the same server, never from https to http. Raises ServerError."""
    moved = _split(location, place.geturl())
    stays = moved is not None and moved.hostname == place.hostname and moved.username is None
    if moved is None or not stays or moved.scheme not in ("https", place.scheme):
        raise ServerError(
            "{host} sends submissions on to {other}. If that is right, give that address.",
            host=str(place.hostname),
            other=str(moved.hostname) if moved is not None else _bare(location),
        )
    return moved._replace(fragment="")


def multipart(
    parts: list[tuple[str, str, bytes]], fields: list[tuple[str, str]]
) -> tuple[str, bytes]:
    """Return the content type and body of a post of files and plain fields (RFC 7578)."""
    mark = f"assessor-{secrets.token_hex(16)}"

    def lines() -> Iterator[bytes]:
        for name, value in fields:
            yield f'--{mark}\r\nContent-Disposition: form-data; name="{_quoted(name)}"'.encode()
            yield f"\r\n\r\n{value}\r\n".encode()
        for name, kind, content in parts:
            file = _quoted("submission.xml" if name == XML else name)
            yield f'--{mark}\r\nContent-Disposition: form-data; name="{_quoted(name)}"'.encode()
            yield f'; filename="{file}"\r\nContent-Type: {kind}\r\n\r\n'.encode()
            yield content
            yield b"\r\n"
        yield f"--{mark}--\r\n".encode()

    return f"multipart/form-data; boundary={mark}", b"".join(lines())


def _quoted(name: str) -> str:
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _bare(address: str) -> str:
    return address.rpartition("@")[2][:60]
