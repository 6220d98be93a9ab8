"""Entry point: find the verb and run it; without a verb, open the window."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from assessor import debug_log, errors, garbage
from assessor.cli.verb_table import GROUPS, VERBS

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from assessor.store.model.database_address import RegistryLocation

DONE, NO, MISUSE = 0, 1, 2
"""Exit codes: done; the answer is no; wrong call."""
STOPPED = 130
"""The exit code that shells expect after Ctrl+C."""
_STOPPED = errors.Reason(
    "Stopped. What was done so far is kept and nothing is half written. Run it again to continue."
)
_NEGATIVE = (
    errors.ParcelError,
    errors.FormError,
    errors.Damaged,
    errors.NotAMission,
    errors.FutureFile,
    errors.WrongPassphrase,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb. Returns 0 done, 1 the answer is no, 2 wrong call."""
    garbage.collect_rarely()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["--debug"]:
        debug_log.enable()
        del words[0]
    if (location := _database_named(words)) is not None:
        if len(words) == 1:
            return _open_window((location,))
        sys.stderr.write("assessor: An address alone opens the window; name the verb first.\n")
        return MISUSE
    if not words:
        return _open_window(())
    verb = find_verb(words)
    if not verb and len(words) == 1 and Path(words[0]).suffix and Path(words[0]).exists():
        return _open_window((Path(words[0]).absolute(),))
    if not verb:
        return _without_verb(words)
    rest = words[len(verb.split()) :]
    options = parser_of(verb).parse_args(rest)
    return _run(words[0], options)


def find_verb(words: Sequence[str]) -> str:
    """The verb with which a command line begins, or a blank."""
    count = 2 if words and words[0] in GROUPS else 1
    verb = " ".join(words[:count])
    return verb if verb in VERBS else ""


def parser_of(verb: str) -> ArgumentParser:
    """The parser of a verb in the table. Imports the verb's module."""
    from assessor.cli.base.verb import verb_parser

    module, summary = VERBS[verb]
    import_module(f"assessor.cli.{module}")
    return verb_parser(verb, summary)


def _run(name: str, options: Namespace) -> int:
    """Run a verb, and print its errors as one sentence."""
    from assessor.store.files.run_folder import remove_leftovers

    remove_leftovers()
    try:
        code: int | None = options.run(options)
    except errors.AssessorError as error:
        _print_error(name, error)
        return NO if isinstance(error, _NEGATIVE) else MISUSE
    except KeyboardInterrupt:
        _print_error(name, _STOPPED)
        return STOPPED
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    return code or DONE


def _print_error(name: str, error: errors.AssessorError | errors.Reason) -> None:
    from assessor.cli.base.console import sentence_of

    sys.stderr.write(f"assessor {name}: {sentence_of(error)}\n")


def _without_verb(words: Sequence[str]) -> int:
    """Print help or the version, or refuse an unknown verb."""
    from assessor.cli.verb_lists import group_parser, top_parser

    if words and words[0] in GROUPS:
        parser = group_parser(words[0])
        parser.parse_args(words[1:])
        parser.error("name a VERB")
    options = top_parser().parse_args(words)
    if not options.version:
        return _open_window(())
    from importlib.metadata import version

    sys.stdout.write(f"assessor {version('assessor')}\n")
    return DONE


def _database_named(words: Sequence[str]) -> RegistryLocation | None:
    """The address of a shared registry, if a command line begins with one."""
    if not words or "://" not in words[0]:
        return None
    from assessor.store.model.database_address import DatabaseAddress, parse_location

    location = parse_location(words[0])
    return location if isinstance(location, DatabaseAddress) else None


def _open_window(locations: Sequence[RegistryLocation]) -> int:
    if not _has_display():
        sys.stderr.write("assessor: There is no display here to open the window on.\n")
        return MISUSE
    from assessor.gui.app.startup import run_application

    return run_application(list(locations))


def _has_display() -> bool:
    """Whether a window can open: on Linux an environment variable names the display."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in names)


if __name__ == "__main__":
    sys.exit(main())
