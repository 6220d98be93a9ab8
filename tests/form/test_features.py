"""The README lists exactly the supported features."""

from __future__ import annotations

from dataclasses import fields

from assessor.form.model.definition import Bind
from tests.support.form.form_features import LOGIC, README, written


def test_the_table_in_the_readme_is_that_of_the_code() -> None:
    text = README.read_text(encoding="utf-8")
    assert text == written(text), "run python -m tests.support.form.form_features"


def test_every_kind_of_logic_is_read() -> None:
    assert set(LOGIC) <= {field.name for field in fields(Bind)}
