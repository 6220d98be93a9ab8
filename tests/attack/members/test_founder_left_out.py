"""A stranger hands on her report without what she signed first, as if from an earlier version."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assessor.assessment.report.report_export import export_report
from assessor.cli.main import main
from assessor.parcel.keys.identity import load_identity
from assessor.parcel.pack.parcel_pack import build_parcel
from assessor.registry.receive.receiver import receive
from assessor.store.model.authority import FOUNDER_KIND, MAX_SUPERSEDED
from assessor.store.model.entry import Draft
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form
from tests.support.parcel.parcel_files import genuine_parcel
from tests.support.store.laptops import ASSESSMENT, Laptop

REPORTS = "/data/police/reports"


@pytest.fixture
def elena(tmp_path):
    """Elena's mission: she began it one day, and answered on another."""
    with laptop(tmp_path, "Elena").create(small_form(tmp_path)) as mission:
        mission.seal()
        mission.answer(REPORTS, "6210")
        mission.seal()
        yield mission


def blanked(tmp_path: Path, elena) -> Path:
    """Return her parcel without the founder's own entry, and a stranger's blank."""
    copy_path = tmp_path / "copy.mission"
    elena.mission.backup(copy_path)
    stranger = load_identity(tmp_path / "mallory", "Mallory")
    with Mission.open(copy_path) as copy:
        [head] = copy.heads(elena.uuid)["answer", REPORTS]
        draft = Draft("answer", REPORTS, {"value": ""}, (head.name,), 1_900_000_000_000)
        copy.write(elena.uuid, [draft], "Mallory")
        copy.seal(None, stranger)
        left = [
            each
            for each in copy.changesets()
            if all(kind != FOUNDER_KIND for kind, _ in each.header.topics)
        ]
    assert len(left) == 2
    path = tmp_path / "blanked.assessor"
    form = elena.source
    path.write_bytes(
        build_parcel(left, {elena.uuid: form.digest}, {form.digest: form.pack()}, signer=stranger)
    )
    return path


def shown(registry: Mission, uuid: str) -> tuple[str, list[str]]:
    """Return the answer that is displayed, and what waits."""
    head = registry.heads(uuid)["answer", REPORTS][0]
    return str((head.body or {}).get("value")), [one.key for one in registry.conflicts()]


def test_without_who_began_it_nothing_replaces_anything(tmp_path, elena):
    """All her answers were blanked, twenty a changeset, and nothing waited."""
    path = blanked(tmp_path, elena)
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        [receipt] = receive(registry, [path])
        assert shown(registry, elena.uuid) == ("6210", [REPORTS])
        assert "nobody can be verified" in str(receipt.reasons[-1])
        receive(registry, [export_report(elena, tmp_path / "elena.assessor").path])
        assert shown(registry, elena.uuid) == ("6210", [REPORTS])
        assert registry.check() == ()
        [again] = receive(registry, [export_report(elena, tmp_path / "e.pdf").path])
        assert not any("verified" in str(each) for each in again.reasons)


def test_a_check_says_that_the_founder_is_missing(tmp_path, elena, capsys):
    """Whoever checks the registry reads it, until her report comes."""
    registry = str(tmp_path / "hq.registry")
    main(["receive", registry, str(blanked(tmp_path, elena))])
    assert "The first entries of who began this mission are not here yet" in capsys.readouterr().out
    assert main(["check", registry]) == 1
    assert "FOUNDER   The first entries of who began" in capsys.readouterr().out
    main(["receive", registry, str(export_report(elena, tmp_path / "e.assessor").path)])
    capsys.readouterr()
    main(["check", registry, "--json"])
    assert not json.loads(capsys.readouterr().out)["lacks_founder"]


@pytest.mark.parametrize("order", ["as signed", "backwards"])
def test_many_small_changesets_are_counted_together(tmp_path, order):
    """In a mission of an earlier version, somebody blanks a few answers in each of many parts."""
    ana = Laptop(tmp_path, "Ana")
    keys = [f"/d/q{number}" for number in range(2 * MAX_SUPERSEDED)]
    for key in keys:
        ana.say(key, "1")
    ana.seal()
    genuine = genuine_parcel(tmp_path, ana.mission, ana.identity)
    parts = _blanks(tmp_path, ana.mission, keys)
    parts = parts if order == "as signed" else parts[::-1]
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive(registry, [genuine])
        blank_after = []
        for part in parts:
            registry.add([part])
            heads = registry.heads(ASSESSMENT, "answer").values()
            blank_after.append(sum(found[0].body == {"value": ""} for found in heads))
        # The first twenty are told by nothing from a colleague's corrections.
        assert blank_after == [10, 20, 0, 0]
        assert len(registry.conflicts()) == len(keys) and registry.check() == ()
    ana.mission.close()


def _blanks(tmp_path: Path, mission: Mission, keys: list[str]):
    """Return changesets of one stranger that blank ten answers each."""
    copy_path, ben = tmp_path / "copy.mission", load_identity(tmp_path / "ben", "Ben")
    mission.backup(copy_path)
    with Mission.open(copy_path) as copy:
        for at in range(0, len(keys), 10):
            heads = copy.heads(ASSESSMENT)
            drafts = [
                Draft("answer", key, {"value": ""}, (heads["answer", key][0].name,), 2 * 10**12)
                for key in keys[at : at + 10]
            ]
            copy.write(ASSESSMENT, drafts, "Ben")
            copy.seal(None, ben)
        return [each for each in copy.changesets() if each.header.signer == ben.public.hex()]
