"""Child processes: one that does not start is not waited for, and none is left behind."""

import gc
import subprocess
import sys
import threading
import warnings

import pytest

from assessor.errors import ParcelError
from assessor.parcel.child import child_process, page_painter
from assessor.parcel.child.child_process import PROGRAM_ROOT, ChildProcess
from assessor.parcel.child.page_painter import PagePainter
from tests.support.parcel.sample_pdf import pages

SILENT = [sys.executable, "-I", "-S", "-c", "import sys; sys.stdin.read()"]
"""A process that says nothing while its parent lives."""


def test_a_child_that_is_never_ready_is_ended(monkeypatch):
    monkeypatch.setattr(child_process, "START_SECONDS", 0.2)
    started = ChildProcess(SILENT)
    with pytest.raises(ParcelError, match="within a minute"):
        started.ready()
    assert started.stop() != 0


def test_a_child_that_dies_at_its_start_has_its_own_message():
    with pytest.raises(ParcelError, match="does not start"):
        ChildProcess([*SILENT[:-1], "raise SystemExit"]).ready()


def test_closing_does_not_wait_for_a_starting_child(monkeypatch):
    begun, said = threading.Event(), []

    class Slow(ChildProcess):
        def ready(self):
            begun.set()
            super().ready()

    monkeypatch.setattr(page_painter, "ChildProcess", Slow)
    monkeypatch.setattr(page_painter, "COMMAND", SILENT)
    shown = PagePainter(pages())

    def ask():
        with pytest.raises(ParcelError) as caught:
            shown.sizes()
        said.append(str(caught.value))

    asking = threading.Thread(target=ask)
    asking.start()
    assert begun.wait(5)
    shown.close()
    asking.join(5)
    assert said == ["This PDF is closed."]


def test_a_child_that_nobody_stops_ends_with_its_owner():
    with warnings.catch_warnings(record=True) as left_open:
        warnings.simplefilter("always")
        owner = ChildProcess(SILENT)
        owner.itself = owner  # in a circle, as the objects of a window are
        del owner
        gc.collect()
    assert [str(warning.message) for warning in left_open] == []


def test_no_child_outlives_the_program():
    asks = (
        f"import sys; sys.path.insert(0, {str(PROGRAM_ROOT)!r}); "
        "from assessor.parcel.child.parser_pool import ask_parser; print(ask_parser(b'x')[0])"
    )
    ended = subprocess.run(
        [sys.executable, "-W", "always", "-c", asks], capture_output=True, text=True, check=True
    )
    assert (ended.stdout, ended.stderr) == ("broken\n", "")
