"""The transportable form: the XForm, its sheets and its attachments."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from assessor.errors import FormError, Problem

MAGIC = b"assessor-form/1\n"
MAX_BYTES = 64 * 1024 * 1024
"""Larger packed forms are refused."""


@dataclass(frozen=True)
class FormSource:
    """A transportable form.

    `xform` is the XML text. `sheets` holds every sheet of the workbook, also those that pyxform
    ignores; cells are text, blank cells are omitted. Rows of the XLSForm sheets keep their position
    (a blank row is an empty mapping): row n of the sheet is item n - 2. `attachments` are external
    instances and media by file name. `tolerated_problems` and `remarks` about the sheets are for
    the author; they are not packed.
    """

    xform: str
    sheets: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    attachments: Mapping[str, bytes] = field(default_factory=dict)
    tolerated_problems: tuple[Problem, ...] = field(default=(), compare=False)
    remarks: tuple[Problem, ...] = field(default=(), compare=False)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of pack(), 64 hex digits."""
        return hashlib.sha256(self.pack()).hexdigest()

    def __hash__(self) -> int:
        return hash(self.digest)

    def pack(self) -> bytes:
        """Pack the form; equal forms give equal bytes in every release."""
        body = {
            "attachments": {
                name: base64.b64encode(data).decode("ascii")
                for name, data in self.attachments.items()
            },
            "sheets": {name: [dict(row) for row in rows] for name, rows in self.sheets.items()},
            "xform": self.xform,
        }
        text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return MAGIC + text.encode("utf-8")

    @staticmethod
    def unpack(data: bytes) -> FormSource:
        """Unpack untrusted `data`. Raises FormError."""
        if len(data) > MAX_BYTES:
            raise _refusal(f"The packed form is larger than {MAX_BYTES // 2**20} MB.")
        if not data.startswith(MAGIC):
            raise _refusal("The data is not a packed form.")
        try:
            body = json.loads(data[len(MAGIC) :].decode("utf-8"))
            return FormSource(
                xform=_text(body["xform"]),
                sheets={
                    _text(name): tuple(_row(row) for row in rows)
                    for name, rows in _mapping(body["sheets"]).items()
                },
                attachments={
                    _text(name): base64.b64decode(_text(text), validate=True)
                    for name, text in _mapping(body["attachments"]).items()
                },
            )
        except (ValueError, KeyError, TypeError, RecursionError, binascii.Error) as error:
            raise _refusal("The packed form is damaged.") from error


def _refusal(what: str) -> FormError:
    return FormError([Problem(what, "Ask the sender for the form again.")])


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("text expected")
    return value


def _mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("mapping expected")
    return value


def _row(value: Any) -> dict[str, str]:
    return {_text(key): _text(cell) for key, cell in _mapping(value).items()}
