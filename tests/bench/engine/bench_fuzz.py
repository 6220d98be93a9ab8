"""Broken expressions, forms and workbooks in full: a result or an error by name, and soon.

And the laws of the engine over many forms, edits and expressions.
"""

from __future__ import annotations

import resource
import signal
import sys
import time
from collections.abc import Callable, Iterable
from types import FrameType
from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, settings

from tests.bench import Row
from tests.support.form.broken_models import convert, fill, workbooks, xforms
from tests.support.form.expression_fuzzing import evaluator, expressions
from tests.support.form.laws import LAWS
from tests.support.form.peers import PEERS
from tests.support.form.random_forms import edits, forms
from tests.support.form.sheets import CORPUS, false_alarms

EXPRESSIONS, FORMS, WORKBOOKS = 100_000, 2_000, 2_000
EXAMPLES = 2_000
"""Of each law of the engine."""
SOON = 1.0
"""Seconds of processor time that one case may take."""
GIVE_UP = 20
MEMORY = 400.0
"""Megabytes that all of it may add."""
T = TypeVar("T")


class _TooLongError(BaseException):
    """A case that did not end."""


def _give_up(_signal: int, _frame: FrameType | None) -> None:
    raise _TooLongError


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def broken(what: str, cases: Iterable[T], call: Callable[[T], object]) -> list[Row]:
    """How many cases ended in another error than one by name, and how long the slowest took."""
    failed, slowest = 0, 0.0
    for case in cases:
        signal.alarm(GIVE_UP)
        started = time.process_time()
        try:
            call(case)
        except (Exception, _TooLongError) as error:  # noqa: BLE001 - any is a failure
            failed += 1
            print(f"    {what}: {error!r}\n    {str(case)[:2000]}", file=sys.stderr)
        finally:
            signal.alarm(0)
        slowest = max(slowest, time.process_time() - started)
    return [
        Row(f"{what} that failed otherwise than by name", failed, "of them", at_most=0),
        Row(f"{what}: the slowest", slowest, at_most=SOON),
    ]


def _held(law: str, test: Callable[[], None]) -> Row:
    """How long the examples of a law took; one that breaks it is an exception, not a slow row."""
    started = time.perf_counter()
    how = settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    how(test)()
    return Row(law, time.perf_counter() - started, note=f"{EXAMPLES:,} examples")


def run() -> list[Row]:
    """Expressions, forms and workbooks, always the same."""
    before = _memory()
    signal.signal(signal.SIGALRM, _give_up)
    rows = [
        *broken(f"{EXPRESSIONS:,} expressions", expressions(EXPRESSIONS, seed=11), evaluator()),
        *broken(f"{FORMS:,} forms", xforms(FORMS, seed=12), fill),
        *broken(f"{WORKBOOKS:,} workbooks", workbooks(WORKBOOKS, seed=13), convert),
    ]
    rows += [_held(law.__name__.replace("_", " "), given(forms(), edits)(law)) for law in LAWS]
    rows += [_held(f"as libxml2: {what}", given(of)(check)) for what, (of, check) in PEERS.items()]
    if CORPUS.exists():
        note = "of the forms that pyxform's own tests convert"
        rows += [Row("sound forms refused", len(false_alarms(1)), "", at_most=0, note=note)]
    return [*rows, Row("memory all of it added", _memory() - before, "MB", at_most=MEMORY)]
