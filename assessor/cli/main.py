"""The verbs and their arguments; without a verb the window opens."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from functools import cache

from assessor.cli.base.console import in_words
from assessor.cli.base.verb_help import explain
from assessor.cli.exchange import comments_verb, export, publish, upload
from assessor.cli.headquarters import compare, inbox, join, receive, registry, retry, review, settle
from assessor.cli.mission import (
    attach,
    crosswalk,
    demo_verb,
    follow,
    mission_verbs,
    plan,
    redact,
    upgrade,
)
from assessor.cli.setup import form, keys_verbs, pack
from assessor.cli.team import meeting, team_verbs
from assessor.errors import (
    AssessorError,
    Damaged,
    FormError,
    FutureFile,
    NotAMission,
    ParcelError,
    Reason,
    WrongPassphrase,
)
from assessor.store.model.database_address import DatabaseAddress, parse_location

DONE, NO, MISUSE = 0, 1, 2
"""Exit codes: done; the answer is no; called wrongly."""
STOPPED = 130
"""What shells take for stopped by the person (Ctrl+C)."""
_STOPPED = Reason(
    "Stopped. What was done by then stays, and nothing is half written: the same again goes on."
)

_SAYS_NO = (ParcelError, FormError, Damaged, NotAMission, FutureFile, WrongPassphrase)


@cache
def parser() -> argparse.ArgumentParser:
    """The whole command line, put together once: seventy verbs take a while."""
    top = argparse.ArgumentParser(
        prog="assessor",
        description="Structured country assessments, offline. Without a verb the window opens.",
    )
    top.add_argument("--version", action="store_true", help="print the version and exit")
    verbs = top.add_subparsers(dest="verb", metavar="VERB", title="verbs")
    for room in (
        demo_verb,
        mission_verbs,
        meeting,
        team_verbs,
        plan,
        attach,
        export,
        receive,
        crosswalk,
        inbox,
        settle,
        review,
        comments_verb,
        compare,
        publish,
        upload,
        join,
        registry,
        redact,
        retry,
        form,
        pack,
        upgrade,
        follow,
        keys_verbs,
    ):
        room.add_verbs(verbs)
    explain(top)
    return top


def _has_display() -> bool:
    """Whether a window can open: X and Wayland say so by their names, other systems always."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in named)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb. Returns 0 done, 1 the answer is no, 2 called wrongly."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    shared = [
        where for each in words[:1] if isinstance(where := parse_location(each), DatabaseAddress)
    ]
    if shared and len(words) > 1:
        sys.stderr.write("assessor: An address alone opens the window; name the verb first.\n")
        return MISUSE
    given = parser().parse_args([] if shared else words)
    if given.version:
        from importlib.metadata import version

        sys.stdout.write(f"assessor {version('assessor')}\n")
        return DONE
    if given.verb is None:
        if not _has_display():
            sys.stderr.write("assessor: There is no display here to open the window on.\n")
            return MISUSE
        from assessor.gui.app.startup import run_application

        return run_application(shared)
    try:
        code: int = given.run(given)
    except AssessorError as error:
        sys.stderr.write(f"assessor {given.verb}: {in_words(error)}\n")
        return NO if isinstance(error, _SAYS_NO) else MISUSE
    except KeyboardInterrupt:
        sys.stderr.write(f"assessor {given.verb}: {in_words(_STOPPED)}\n")
        return STOPPED
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    return code


if __name__ == "__main__":
    sys.exit(main())
