"""Tests of Assessor, in the folders of the program; tests/support is what they share."""

import pytest

# Before anything of it is imported: its assertions explain themselves as those of tests do.
pytest.register_assert_rewrite("tests.support")
