"""Files that share what is dear to make are known by what stands in them."""

from __future__ import annotations

import pytest

from tests.sharing import group_of


@pytest.mark.parametrize(
    ("file", "group"),
    [
        ("tests/assessment/test_demo.py", "samples"),
        ("tests/store/test_postgres.py", "samples"),
        ("tests/report/test_word.py", "reports"),
        ("tests/test_words.py", "tests/test_words.py"),
    ],
)
def test_files_of_a_group_go_together(file: str, group: str) -> None:
    assert group_of(file) == group
