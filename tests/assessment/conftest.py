"""A mission with comments of the government and the tables sent to it, made once and copied."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.report.government_comments import export_matrix
from tests.support.assessment.laptops import Laptop, laptop, small_form
from tests.support.assessment.matrices import CASES, FINDING, FORM, REPORTS


@pytest.fixture(autouse=True)
def quick_passphrases(quickly_derived: None, quickly_sealed: None) -> None:
    """No test of an assessment is about what slows a guesser down."""


@pytest.fixture(scope="session")
def commented(tmp_path_factory: pytest.TempPathFactory) -> Laptop:
    """Elena's laptop; matrix.xlsx and matrix.docx are beside her mission."""
    elena = laptop(tmp_path_factory.mktemp("commented"), "Elena")
    with elena.create(small_form(elena.folder, FORM)) as made:
        made.answer(REPORTS, "120")
        made.answer(CASES, "7")
        made.answer(FINDING, "The chief hides the other register from everybody")
        for kind in ("xlsx", "docx"):
            export_matrix(made, elena.folder / f"matrix.{kind}")
    return elena


@pytest.fixture
def mission(commented: Laptop, tmp_path: Path) -> Iterator[Assessment]:
    shutil.copytree(commented.folder, tmp_path / commented.name)
    elena = laptop(tmp_path, commented.name)
    elena.clock.time = commented.clock.time
    with elena.open() as found:
        yield found


@pytest.fixture
def matrix(commented: Laptop, tmp_path: Path) -> Path:
    return Path(shutil.copy(commented.folder / "matrix.xlsx", tmp_path))


@pytest.fixture
def document(commented: Laptop, tmp_path: Path) -> Path:
    return Path(shutil.copy(commented.folder / "matrix.docx", tmp_path))
