"""What holds for all tests."""

from __future__ import annotations

from tests.memory import lay_files_in_memory


def pytest_configure() -> None:
    lay_files_in_memory()
