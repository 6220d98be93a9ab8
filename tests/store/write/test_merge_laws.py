"""Random histories of three laptops and more.

`python -m tests.bench trust` runs five thousand, twice as long.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.support.store.merge_laws import Laws

TestLaws = Laws.TestCase
TestLaws.settings = settings(
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def test_a_file_without_a_word_may_name_an_older_form() -> None:
    """A colleague who has said nothing yet does not know that headquarters upgraded the form."""
    laws = Laws()
    laws.begin()
    laws.upgrade(2)
    laws.send_the_file(1, 0)
    laws.teardown()


def test_what_others_signed_binds_who_signed_nothing() -> None:
    """Ana upgrades the form; Ben, who has said nothing yet, then answers by her form."""
    laws = Laws()
    laws.begin()
    laws.upgrade(0)
    laws.send_a_part(0, 1, 4095, False, False)
    laws.join(1, False, False)
    laws.teardown()
