"""No test uses what is private to a class of ours, and no test module imports another."""

from __future__ import annotations

import ast
from pathlib import Path

TESTS = Path(__file__).parent
FOREIGN = frozenset(
    (
        "_actions",  # argparse: the options of a verb
        "_p",  # python-docx: the XML behind a paragraph
        "_tbl",  # python-docx: the XML behind a table
        "_inline",  # python-docx: the XML behind a picture
        "_sectPr",  # python-docx: the XML behind a section
        "_Element",  # lxml: the class of elements
        "_exit",  # os: ends a process at once
        "_split_scope",  # pytest-xdist: groups tests
    )
)
"""Names with an underscore that belong to libraries, which have no public way."""
NOT_YET = frozenset(
    (
        "assessment/test_government_document.py",
        "assessment/test_meetings.py",
        "assessment/test_protecting.py",
        "assessment/test_reviewing.py",
        "assessment/test_steps.py",
        "bench/bench_desk.py",
        "bench/bench_field.py",
        "bench/bench_merge.py",
        "bench/bench_receive.py",
        "bench/bench_report.py",
        "bench/bench_scale.py",
        "conformance/rules_forms.py",
        "conformance/standing.py",
        "form/test_functions.py",
        "gui/by_keyboard.py",
        "gui/robot.py",
        "gui/test_access.py",
        "gui/test_asking.py",
        "gui/test_calendars.py",
        "gui/test_desk.py",
        "gui/test_drops.py",
        "gui/test_exchange.py",
        "gui/test_finder.py",
        "gui/test_government.py",
        "gui/test_guard.py",
        "gui/test_guides.py",
        "gui/test_home.py",
        "gui/test_image_map.py",
        "gui/test_inspector_beside.py",
        "gui/test_inspector_review.py",
        "gui/test_keyboard.py",
        "gui/test_later.py",
        "gui/test_meetings.py",
        "gui/test_mission_screens.py",
        "gui/test_new_mission.py",
        "gui/test_packs.py",
        "gui/test_people.py",
        "gui/test_places.py",
        "gui/test_preview.py",
        "gui/test_questions.py",
        "gui/test_repeats.py",
        "gui/test_scanning.py",
        "gui/test_shares.py",
        "gui/test_slopes.py",
        "gui/test_statements.py",
        "gui/test_team.py",
        "gui/test_tongues.py",
        "gui/test_tonight.py",
        "gui/test_topics.py",
        "gui/test_upgrade.py",
        "gui/test_uploads.py",
        "gui/test_work.py",
        "parcel/test_child.py",
        "parcel/test_hostile.py",
        "parcel/test_pack.py",
        "registry/test_batching.py",
        "registry/test_hostile.py",
        "registry/test_receive.py",
        "report/spoken.py",
        "screens/beside.py",
        "screens/desk.py",
        "screens/government.py",
        "screens/keys.py",
        "screens/missions.py",
        "screens/places.py",
        "screens/report.py",
        "screens/shell.py",
        "screens/statements.py",
        "screens/team.py",
        "screens/upgrading.py",
        "store/desk.py",
        "store/faults.py",
        "store/forging.py",
        "store/powercut.py",
        "store/shared.py",
        "store/test_connection.py",
        "store/test_joining.py",
        "store/test_postgres.py",
        "store/test_published.py",
        "store/test_spread.py",
        "store/test_stamps.py",
        "support/form/laws.py",
        "support/form/peers.py",
        "support/walk.py",
        "support/windows/app.py",
        "support/windows/new_mission.py",
        "test_walk.py",
        "test_walk_team.py",
    )
)
"""Files that still use what is private; the list must become empty."""


def private_names(path: Path) -> list[str]:
    """The uses of private attributes in a file, each with its line."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if (
            isinstance(node, ast.Attribute)
            and node.attr.startswith("_")
            and not node.attr.startswith("__")
            and node.attr not in FOREIGN
            and not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"))
        ):
            found.append(f"{node.lineno}: {node.attr}")
    return found


def imported_tests(path: Path) -> list[str]:
    """The test modules that a file imports."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            modules = [node.module or "", *(f"{node.module}.{one.name}" for one in node.names)]
        elif isinstance(node, ast.Import):
            modules = [one.name for one in node.names]
        else:
            continue
        relative = isinstance(node, ast.ImportFrom) and node.level > 0
        for module in modules:
            ours = relative or module.startswith("tests.")
            if ours and any(part.startswith("test_") for part in module.split(".")):
                found.append(f"{node.lineno}: {module}")
    return found


FILES = sorted(path.relative_to(TESTS).as_posix() for path in TESTS.rglob("*.py"))


def test_tests_use_public_names_only():
    found = {name: private_names(TESTS / name) for name in FILES if name not in NOT_YET}
    assert {name: uses for name, uses in found.items() if uses} == {}


def test_files_that_are_done_are_off_the_list():
    assert [name for name in NOT_YET if name in FILES and not private_names(TESTS / name)] == []


def test_no_test_module_imports_another():
    found = {name: imported_tests(TESTS / name) for name in FILES}
    assert {name: modules for name, modules in found.items() if modules} == {}
