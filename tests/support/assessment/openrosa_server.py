"""A local OpenRosa server by the specification, for tests of the client.

Form Submission API, HTTP Requests and Responses, Authentication API. Digest is calculated by the
formulas of RFC 2617, not by the client's code.
"""

from __future__ import annotations

import base64
import email.parser
import email.policy
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

USER, PASSWORD = "elena", 'sésame "42"'
ENVELOPE = '<OpenRosaResponse xmlns="http://openrosa.org/http/response"><message>{}</message>'
ENVELOPE += "</OpenRosaResponse>"


@dataclass
class Held:
    """The submissions of a server, and its behaviour."""

    auth: str = ""
    most: int = 10_000_000
    qop: str = "auth"
    location: str = ""
    captive: bool = False
    status: int = 0
    drops: set[int] = field(default_factory=set)
    swallows: set[int] = field(default_factory=set)
    nonce: str = "first"
    stale_after: int = 0
    submissions: dict[str, bytes] = field(default_factory=dict)
    current: dict[str, str] = field(default_factory=dict)
    files: dict[str, dict[str, bytes]] = field(default_factory=dict)
    incomplete: list[bool] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)
    counts: list[str] = field(default_factory=list)
    posts: int = 0
    address: str = ""


@contextmanager
def serving(**behaviour) -> Iterator[Held]:
    """Run a server; its address is in `address`."""
    held = Held(**behaviour)

    class Handler(_Handler):
        pass

    Handler.held = held
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    held.address = f"http://127.0.0.1:{server.server_port}/v1/projects/1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield held
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    held: Held
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_HEAD(self):
        self.held.methods.append("HEAD")
        if self.held.captive:
            return self.answer(200, "", rosa=False)
        if not self.path.endswith("/submission"):
            return self.answer(404, "")
        if not self.known():
            return self.challenge()
        return self.answer(204, "", Location=self.held.location)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.held.methods.append("POST")
        if self.held.captive:
            return self.answer(200, "<html>Log in</html>", rosa=False)
        if not self.known():
            return self.challenge()
        self.held.posts += 1
        if self.held.posts in self.held.drops:
            self.close_connection = True
            return None
        code, words = self.take(body)
        if self.held.posts in self.held.swallows:
            self.close_connection = True  # accepted, but the reply is lost
            return None
        return self.answer(self.held.status or code, ENVELOPE.format(words))

    def take(self, body: bytes) -> tuple[int, str]:
        assert self.headers["X-OpenRosa-Version"] == "1.0"
        assert self.headers["Date"].endswith("GMT")
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        parsed = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
        parts = {}
        for part in parsed.iter_parts():
            name = part.get_param("name", header="content-disposition")
            parts[name] = part
        [xml] = [part for name, part in parts.items() if name == "xml_submission_file"]
        assert xml.get_content_type() == "text/xml"
        text = xml.get_payload(decode=True)
        identity = re.search(rb"instanceID>([^<]+)<", text)[1].decode()
        edited = re.search(rb"deprecatedID>([^<]+)<", text)
        held = self.held.submissions.get(identity)
        if held is not None and held != text:
            return 409, "Another submission has this instanceID"
        if held is None and edited:
            before = edited[1].decode()
            root = self.held.current.get(before)
            if root is None:
                return 409, "No such submission to edit"
            del self.held.current[before]
            self.held.current[identity] = root
        elif held is None:
            self.held.current[identity] = identity
        self.held.submissions[identity] = text
        flag = parts.pop("*isIncomplete*", None)
        self.held.incomplete.append(flag is not None)
        kept = self.held.files.setdefault(identity, {})
        for name, part in parts.items():
            if name != "xml_submission_file":
                kept[name] = part.get_payload(decode=True)
        return (202, "Duplicate") if held is not None else (201, "Thanks &amp; welcome")

    def known(self) -> bool:
        told = self.headers.get("Authorization", "")
        if not self.held.auth:
            return not told
        if self.held.auth == "basic":
            return told == "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        return self.digest(told)

    def digest(self, told: str) -> bool:
        if not told.startswith("Digest "):
            return False
        said = {
            name: (quoted or bare).replace('\\"', '"')
            for name, quoted, bare in re.findall(r'(\w+)=(?:"((?:\\.|[^"])*)"|([^\s,]+))', told)
        }
        if said["nonce"] != self.held.nonce or said["opaque"] != "opaque":
            return False

        def h(text):
            return md5(text.encode()).hexdigest()

        first, second = h(f"{USER}:the realm:{PASSWORD}"), h(f"{self.command}:{self.path}")
        if self.held.qop:
            self.held.counts.append(said["nc"])
            middle = f"{said['nonce']}:{said['nc']}:{said['cnonce']}:{said['qop']}"
        else:
            middle = said["nonce"]
        good = said["response"] == h(f"{first}:{middle}:{second}") and said["uri"] == self.path
        if good and self.held.stale_after and len(self.held.counts) >= self.held.stale_after:
            self.held.nonce, self.held.stale_after = "second", 0
        return good

    def challenge(self):
        if self.held.auth == "basic":
            how = 'Basic realm="the realm"'
        elif self.held.auth == "digest":
            qop = f', qop="{self.held.qop}"' if self.held.qop else ""
            how = f'Digest realm="the realm", nonce="{self.held.nonce}", opaque="opaque"{qop}'
            how += ', Basic realm="the realm"'
        else:
            how = self.held.auth
        self.answer(401, "", **{"WWW-Authenticate": how})

    def answer(self, code, body, *, rosa=True, **headers):
        data = body.encode()
        self.send_response(code)
        if rosa:
            self.send_header("X-OpenRosa-Version", "1.0")
            self.send_header("X-OpenRosa-Accept-Content-Length", str(self.held.most))
        for name, value in headers.items():
            if value:
                self.send_header(name, value)
        if code != 204:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)
