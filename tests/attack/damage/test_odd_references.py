"""A colleague's file answers what no form asks: a group, or an instance with an odd name."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form

ODD = ("/data/police", "/data", "/data/recs", "/data/recs[A B]/action", "/data/recs[r1]", "x")


@pytest.mark.parametrize("key", ODD)
def test_an_answer_to_what_is_no_question_stops_nobody(tmp_path: Path, key: str) -> None:
    """It comes while the mission is open; other answers go on, and so does the next opening."""
    ana = laptop(tmp_path, "Ana")
    with ana.create(small_form(tmp_path)) as opened:
        uuid = opened.uuid
        opened.seal()
        with Mission.reopen(opened.mission.access) as other:
            drafts = [Draft("answer", key, {"value": "1"}, (), 1)]
            if key.endswith("action"):
                drafts.append(Draft("repeat", "/data/recs[A B]", {"added": 1}, (), 1))
            other.write(uuid, drafts, "Ben")
        opened.reload()
        opened.answer("/data/police/stage", "2")
        shown = opened.instance.answers()
    with ana.open() as opened:
        assert opened.instance.answers() == shown
        opened.reload()
        assert opened.instance.answers() == shown
