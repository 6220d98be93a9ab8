"""Whichever write the disk refuses, nothing acknowledged is lost and the work continues.

A sample; `python -m tests.bench trust` lets every write fail in turn.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor.store.write.mission import Mission
from tests.support.store.disk_faults import FAULTS, strike_import, sweep
from tests.support.store.laptops import ASSESSMENT, FORM

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("lasting", [False, True])
@pytest.mark.parametrize("fault", list(FAULTS))
def test_every_write_may_be_refused(tmp_path: Path, fault: str, lasting: bool) -> None:
    template = tmp_path / "template.mission"
    with Mission.create(template) as mission:
        mission.add_assessment(ASSESSMENT, FORM)
    assert sweep(template, tmp_path, fault, lasting=lasting, step=37) > 3
    assert sweep(template, tmp_path, fault, lasting=lasting, step=83, strike=strike_import) > 0
