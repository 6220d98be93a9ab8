"""Builders and checks about headquarters that several tests share."""

import pytest
from PySide6.QtWidgets import QPushButton

from tests.assessment.laptops import sent_by_two

REPORTS = "/data/police/reports"
STAGE = "/data/police/stage"


@pytest.fixture
def office(window, tmp_path):
    """Headquarters with an empty registry."""
    screen = window.show_screen("headquarters")
    screen.create_registry(tmp_path / "hq.registry")
    return screen


@pytest.fixture
def parcels(tmp_path):
    """What two laptops send that answered one question differently."""

    def say(own, name, stage):
        own.answer(STAGE, stage, evidence="documented", note=f"{name} was there")

    return sent_by_two(tmp_path, say)


def receive(office, qtbot, paths):
    office.offer(paths)
    qtbot.waitUntil(lambda: office._receiving._work is None)
    office._receiving._go.click()
    qtbot.waitUntil(lambda: office._faces.currentIndex() == 1)


def column(table, number):
    model = table.model()
    return [model.index(row, number).data() for row in range(model.rowCount())]


def button(screen, text):
    """The visible button of that text."""
    [found] = [
        each
        for each in screen.findChildren(QPushButton)
        if each.isVisible() and text in (each.text(), each.accessibleName())
    ]
    return found


FINDING = "/data/police/finding"
