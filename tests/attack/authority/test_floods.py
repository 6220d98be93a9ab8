"""Hundreds of strangers send parcels about one mission."""

from __future__ import annotations

import cProfile
import pstats
from pathlib import Path

from assessor.cli.main import main
from assessor.parcel.pack.parcel_pack import pack_parcel
from assessor.registry.receive.receiver import receive_parcel
from assessor.store.model.entry import SHOWN_STRANGERS, fold_heads
from assessor.store.write.mission import Mission
from tests.support.registry.floods import QUESTIONS, STAGE, elena_with_answers, flood
from tests.support.store.world import identity


def calls_of(mission: Mission, parcel: bytes) -> int:
    """Return how many functions are called while a parcel is received."""
    profile = cProfile.Profile()
    profile.enable()
    receive_parcel(mission, parcel, "a.assessor")
    profile.disable()
    return int(pstats.Stats(profile).total_calls)


def test_the_last_of_many_strangers_costs_no_more_than_the_first(tmp_path):
    """Each parcel was compared with all that came before: 300 took six minutes."""
    with elena_with_answers(tmp_path) as elena, Mission.in_memory() as registry:
        receive_parcel(registry, pack_parcel(elena.mission, [elena.uuid]), "elena.assessor")
        calls = [calls_of(registry, parcel) for parcel in flood(elena, 40)]
        assert sum(calls[-5:]) < 2 * sum(calls[5:10])
        assert registry.receipts()[0].conflicts == len(QUESTIONS) == len(registry.conflicts())


def flooded(tmp_path: Path, count: int) -> Path:
    """Return a registry with Elena's answers and those of so many strangers, who came first."""
    path = tmp_path / "hq.registry"
    with elena_with_answers(tmp_path) as elena, Mission.create(path, role="registry") as registry:
        own = pack_parcel(elena.mission, [elena.uuid])
        for number, parcel in enumerate([*flood(elena, count), own]):
            receive_parcel(registry, parcel, f"{number}.assessor")
    return path


def test_the_inbox_folds_the_words_of_strangers(tmp_path, capsys):
    """300 strangers filled 96,825 lines of the inbox: what a member said stands first, what a few
    others say follows, and the rest is counted."""
    path = flooded(tmp_path, 30)
    assert main(["inbox", str(path)]) == 0
    printed = capsys.readouterr().out
    assert f"{len(QUESTIONS)} conflicts to decide" in printed
    assert len(printed.splitlines()) < 15 * len(QUESTIONS)
    lines = [line for line in printed.splitlines() if line.startswith("      ")]
    assert "Elena" in lines[0] and "not a member of the team" in lines[1]
    assert "    … and 27 others who are not members of the team: inbox --all" in printed
    assert main(["inbox", str(path), "--all"]) == 0
    everything = capsys.readouterr().out
    assert "Person 0" in everything and "… and" not in everything


def test_no_word_of_a_member_is_folded(tmp_path):
    """Members of a team of 30 disagree, and strangers shout: all members are heard."""
    with elena_with_answers(tmp_path) as elena, Mission.in_memory() as registry:
        parcels = flood(elena, 30)
        for parcel in parcels[:25]:
            receive_parcel(registry, parcel, "a.assessor")
        registry.vouch_for([identity(f"Person {n}", n).public.hex() for n in range(20)])
        [conflict] = [one for one in registry.conflicts() if one.key == STAGE]
    shown = fold_heads(conflict.heads)
    assert len(conflict.heads) == 25 and len(shown) == 20 + SHOWN_STRANGERS
    assert {head.author for head in shown[:20]} == {f"Person {n}" for n in range(20)}
