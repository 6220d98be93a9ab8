"""The window tells the statuses of the report, and leads to the question behind each."""

from __future__ import annotations

import pytest

from assessor.assessment.report.report_projection import projection_of
from assessor.gui.checks.treaties_dialog import TreatiesDialog
from assessor.gui.feedback.return_bar import ReturnBar
from assessor.gui.toolkit.style.basic_widgets import Label
from assessor.report.readings.treaty_words import count_words, law_words
from tests.support.assessment.laptops import instrument, laptop, version_1
from tests.support.windows.accessibility import check

pytestmark = pytest.mark.window


def test_it_tells_what_the_report_tells_and_leads_to_the_question(window, tmp_path, when_asked):
    ana = laptop(tmp_path, "Ana")
    with ana.create(instrument()) as made:
        named = {node.name: node.reference for node in made.instance.questions()}
        made.answer(named["prc_realtime"], "none", evidence="documented")
        made.answer(named["prc_production"], "used", evidence="documented", note="art. 201-C")
        tables = projection_of(made, "internal", None).treaties
    window.open_mission(ana.mission)
    window.show_screen("desk")

    def follow(dialog):
        assert isinstance(dialog, TreatiesDialog)
        check(dialog)
        tree = dialog.tree
        assert [tree.topLevelItem(at).text(0) for at in range(len(tables))] == [
            table.title for table in tables
        ]
        place = next(at for at, table in enumerate(tables) if table.code == "UNCC")
        treaty = tree.topLevelItem(place)
        assert treaty.child(0).text(0) == count_words(str, tables[place])
        rows = [treaty.child(at) for at in range(1, treaty.childCount())]
        for row, line in zip(rows, tables[place].articles, strict=True):
            assert row.text(1) == " – ".join(filter(None, law_words(str, line)))
        lines = {row.text(0).split()[0]: row for row in rows}
        assert [lines["29"].text(at) for at in (1, 2)] == ["No", "No legal basis"]
        assert [lines["27"].text(at) for at in (1, 2, 3)] == ["Yes", "In use", "art. 201-C"]
        tree.itemActivated.emit(treaty, 0)
        assert treaty.isExpanded()
        tree.itemActivated.emit(lines["29"], 0)

    when_asked(follow)
    window.menu_actions["treaties"].trigger()
    assert window.place().endswith("/prc_realtime")
    assert window.findChildren(ReturnBar)


def test_a_form_that_decides_no_article_says_so(window, tmp_path, when_asked):
    ana = laptop(tmp_path, "Ana")
    with ana.create(version_1()):
        pass
    window.open_mission(ana.mission)

    def read(dialog):
        told = [each.text() for each in dialog.findChildren(Label)]
        assert "This form does not say which answers decide an article." in told
        dialog.reject()

    when_asked(read)
    window.menu_actions["treaties"].trigger()
