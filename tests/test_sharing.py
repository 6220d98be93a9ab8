"""Files that share what is dear to make are known by what stands in them."""

from __future__ import annotations

import pytest

from tests.support.shared_setup import group_of


@pytest.mark.parametrize(
    ("file", "group"),
    [
        ("tests/assessment/samples/test_demo.py", "samples"),
        ("tests/store/postgres/test_postgres.py", "samples"),
        ("tests/report/output/test_word_report.py", "reports"),
        ("tests/test_words.py", "tests/test_words.py"),
    ],
)
def test_files_of_a_group_go_together(file: str, group: str) -> None:
    assert group_of(file) == group
