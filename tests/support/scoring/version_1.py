"""Version 1 of the instrument, whose stages a person picks, with its sample missions.

Missions of version 1 keep their numbers and words, so it stays a test of both.
"""

from __future__ import annotations

from tests.support.paths import TEST_DATA
from tests.support.scoring.samples import SampleSheets

VERSION_1 = SampleSheets(TEST_DATA / "cybercrime_needs_1")
FOLDER, rows = VERSION_1.folder, VERSION_1.rows
instrument, answers = VERSION_1.instrument, VERSION_1.answers
