"""A team of three and a stick, for the tests of the exchange."""

import pytest

from tests.support.assessment.laptops import laptop, small_form


@pytest.fixture
def stick(tmp_path):
    made = tmp_path / "stick"
    made.mkdir()
    return made


@pytest.fixture
def team(tmp_path):
    """Ana, Ben and Cléo, each with a copy of the mission that Ana began."""
    ana, *others = (laptop(tmp_path, name) for name in ("Ana", "Ben", "Cléo"))
    ana.create(small_form(tmp_path)).close()
    for each in others:
        each.copy_from(ana)
    return ana, *others
