"""Verbs for files of evidence: attach, files."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from assessor.assessment.base.references import resolve
from assessor.cli.base import console
from assessor.cli.base.options import opened, passphrase
from assessor.errors import Refused

_SIZE = re.compile(r"(\d{1,9})\s*(b|kb|mb|gb)?", re.IGNORECASE)
_UNITS = {"b": 1, "kb": 2**10, "mb": 2**20, "gb": 2**30}


def size(text: str) -> int:
    """A size such as 500kB or 5MB in bytes. Raises argparse.ArgumentTypeError."""
    found = _SIZE.fullmatch(text.strip())
    if found is None:
        raise argparse.ArgumentTypeError(f"{text} is no size: write 500kB or 5MB")
    return int(found[1]) * _UNITS[(found[2] or "b").lower()]


_TOLD = (
    "id", "reference", "name", "media_type", "size", "sha256", "note", "here", "stripped",
    "may_tell",
)  # fmt: skip
"""What is said of a file as JSON."""


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verbs of this module."""
    put = verbs.add_parser("attach", help="put a file beside an answer, or answer with it")
    put.add_argument("file", type=Path, metavar="FILE.mission")
    put.add_argument("reference", metavar="REF", help="a question's name or reference")
    put.add_argument("path", type=Path, metavar="PATH", help="a letter, a photo, a recording …")
    put.add_argument("--note", default="", metavar="TEXT")
    put.add_argument("--assessment", metavar="ID", help="which one, in a registry")
    passphrase(put)
    put.set_defaults(run=_attach)

    look = verbs.add_parser("files", help="list, save or take away the files beside answers")
    look.add_argument("file", type=Path, metavar="FILE.mission")
    what = look.add_mutually_exclusive_group()
    what.add_argument("--save", nargs=2, metavar=("ID", "DEST"), help="write one to a file, folder")
    what.add_argument("--remove", metavar="ID", help="take one away; the history keeps it")
    look.add_argument("--assessment", metavar="ID", help="which one, in a registry")
    look.add_argument("--json", action="store_true")
    passphrase(look)
    look.set_defaults(run=_files)


def _attach(given: argparse.Namespace) -> int:
    with opened(given) as assessment:
        try:
            reference = resolve(assessment.instance, given.reference)
        except KeyError as error:
            raise Refused("The form has no question {path}.", path=given.reference) from error
        if assessment.node(reference).control == "upload":
            envelope = {"note": given.note} if given.note else {}
            assessment.answer_with_file(reference, given.path, **envelope)
        else:
            assessment.attach(reference, given.path, note=given.note)
        for one in assessment.files(reference):
            told = "; may tell where and with what it was taken" if one.may_tell else ""
            console.line(f"{one.id}  {one.name}, {one.size} bytes, {one.media_type}{told}")
    return 0


def _files(given: argparse.Namespace) -> int:
    with opened(given) as assessment:
        if given.save:
            console.line(str(assessment.save_file(given.save[0], Path(given.save[1]))))
            return 0
        if given.remove:
            assessment.remove_file(given.remove)
            console.line(f"{given.remove}: taken away; the history keeps it")
            return 0
        found = assessment.files()
    if given.json:
        console.as_json([{name: getattr(one, name) for name in _TOLD} for one in found])
    else:
        console.table(
            (
                (one.id, one.reference, one.name, one.size, "" if one.here else "still to come")
                for one in found
            ),
            ("file", "question", "name", "bytes", ""),
        )
    return 0
