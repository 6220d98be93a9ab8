"""San Verano by version 1 of the instrument, whose stages a person picks."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from assessor.form.live.instance import Instance
from assessor.form.parse.form_parser import parse_form
from assessor.report.projection.projection import Projection
from assessor.report.projection.projector import project
from tests.support.assessment import laptops
from tests.support.report import samples
from tests.support.scoring import version_1


@cache
def sample(profile: str = "internal") -> Projection:
    """Return the report in English; the answers in repeats are left out."""
    form = parse_form(laptops.version_1())
    paths = {path.rpartition("/")[2]: path for path in form.binds}
    heads = {}
    for row in version_1.rows("samples/answers"):
        if row["iso3"] == "XSV" and "repeat_no" not in row:
            key = paths[row["question"]]
            body = {part: row[part] for part in ("value", "evidence", "note") if part in row}
            heads["answer", key] = (samples.entry("answer", key, body),)
    instance = Instance(
        form,
        now=lambda: datetime(2026, 6, 1, tzinfo=UTC),
        new_id=lambda: "zzzzzz",
        answers={key: str((each.body or {})["value"]) for (_, key), (each,) in heads.items()},
    )
    return project(
        instance,
        heads,
        facts=samples.facts(),
        profile=profile,
        instrument=version_1.instrument(),
        language="en",
    )
