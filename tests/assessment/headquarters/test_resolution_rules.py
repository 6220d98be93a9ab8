"""Rules resolve what they should, never prefer weaker evidence, and leave the rest."""

from __future__ import annotations

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.headquarters.resolution_rules import (
    ANSWERED,
    EVIDENCE,
    RULE_REASONS,
    SAME,
    entry_objection,
    resolution_objection,
    resolve_by_rule,
)
from assessor.assessment.report.report_export import export_report
from assessor.registry.receive.receiver import receive
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, version_1

SAID = {
    # question: Ana's answer, Bo's answer, whom each rule takes
    "statistics": (("3", "documented"), ("", ""), {ANSWERED: "Ana"}),
    "reporting": (("3", "claimed"), ("2", "verified"), {EVIDENCE: "Bo"}),
    "assessment": (("2", "documented"), ("2", "claimed"), {SAME: "Ana"}),
    "hidden": (("2", "documented"), ("3", "documented"), {}),
}


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """Two parcels from laptops that began with one mission and answered four questions
    differently.
    """
    folder = tmp_path_factory.mktemp("sent")
    head = laptop(folder, "Head")  # a member of the team from the beginning
    ana, bo = laptop(folder, "Ana"), laptop(folder, "Bo", hour=11)
    with ana.create(version_1()) as first:
        places = {
            node.name.split("_")[1]: node.reference
            for node in first.instance.questions()
            if node.name.startswith("thr_") and node.name.endswith("_stage")
        }
        first.answer(places["hidden"], "1")
    bo.copy_from(ana)
    paths = []
    for at, each in enumerate((ana, bo)):
        with each.open() as own:
            for name, says in SAID.items():
                value, evidence = says[at]
                own.answer(places[name], value or "9", evidence=evidence)
                if not value:
                    own.answer(places[name], "")
            paths.append(export_report(own, folder / f"{each.name}.assessor").path)
    return places, paths, head


@pytest.fixture
def registry(sent, tmp_path):
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive(registry, sent[1])
        assert len(registry.conflicts()) == len(SAID)
        yield registry


@pytest.fixture
def head(sent):
    return sent[2].identity()


@pytest.mark.parametrize("rule", list(RULE_REASONS))
def test_a_rule_settles_what_it_is_for_and_leaves_the_rest(sent, registry, head, rule):
    places, *_ = sent
    wanted = {places[name]: who[rule] for name, (_, _, who) in SAID.items() if rule in who}
    preview = resolve_by_rule(registry, head, rule, registry.conflicts(), preview=True)
    assert {one.conflict.key: one.taken.author for one in preview} == wanted
    assert len(registry.conflicts()) == len(SAID)
    done = resolve_by_rule(registry, head, rule, registry.conflicts())
    assert [one.taken for one in done] == [one.taken for one in preview]
    assert len(registry.conflicts()) == len(SAID) - len(wanted)
    [row] = registry.assessments()
    for one in done:
        [tip] = registry.heads(row.uuid)["answer", one.conflict.key]
        assert tip.body["value"] == one.taken.body["value"]
        assert tip.body["decision"] == str(RULE_REASONS[rule]) and tip.author == "Head"
    assert (
        resolve_by_rule(registry, head, rule, registry.conflicts()) == () and registry.check() == ()
    )


def test_rulings_are_told_in_the_language_asked_for(sent, registry, head):
    def told(language):
        [one] = resolve_by_rule(
            registry, head, SAME, registry.conflicts(), language=language, preview=True
        )  # fmt: skip
        return one.question

    assert told("ar").startswith("التقييم الوطني") and told("fr") != told("en") == told("zh")


def test_a_weaker_answer_wants_a_reason(sent, registry, head):
    places, *_ = sent
    [row] = registry.assessments()
    about = Assessment.of(registry, row.uuid, head)
    found = {}
    for conflict in registry.conflicts():
        for entry in conflict.heads:
            found[conflict.key, entry.author] = str(entry_objection(about, conflict, entry) or "")
            assert resolution_objection(about, conflict, entry.name) == entry_objection(
                about, conflict, entry
            )
    told = {key: why.split(" would")[0] for key, why in found.items() if why}
    assert told == {
        (places["statistics"], "Bo"): "An answer",
        (places["reporting"], "Ana"): "An answer with better evidence",
    }


def test_a_value_of_ones_own_weighs_what_whoever_said_it_does(sent, registry, head):
    places, *_ = sent
    [row] = registry.assessments()
    about = Assessment.of(registry, row.uuid, head)
    by_key = {conflict.key: conflict for conflict in registry.conflicts()}
    blank, better = "An answer would give", "An answer with better evidence"
    for name, value, why in (
        ("statistics", "", blank),
        ("statistics", "3", ""),
        ("statistics", "4", better),
        ("reporting", "3", better),
        ("reporting", "2", ""),
        ("assessment", "2", ""),
    ):
        doubt = resolution_objection(about, by_key[places[name]], None, value)
        assert str(doubt or "").startswith(why) and bool(doubt) == bool(why), (name, value)


def test_a_blank_weighs_nothing_though_it_kept_its_evidence(tmp_path, head):
    ana, bo = laptop(tmp_path, "Ana"), laptop(tmp_path, "Bo", hour=11)
    with ana.create(version_1()) as first:
        [at] = [
            node.reference for node in first.instance.questions() if node.name == "thr_hidden_stage"
        ]
        first.answer(at, "1")
    bo.copy_from(ana)
    with ana.open() as own:
        own.answer(at, "3", evidence="verified")
        own.answer(at, "")
        blank = export_report(own, tmp_path / "ana.assessor").path
    with bo.open() as own:
        own.answer(at, "2", evidence="claimed")
        answered = export_report(own, tmp_path / "bo.assessor").path
    with Mission.create(tmp_path / "hq.registry", role="registry") as registry:
        receive(registry, [blank, answered])
        [conflict] = registry.conflicts()
        assert {str(entry.body.get("evidence")) for entry in conflict.heads} == {
            "verified",
            "claimed",
        }
        [ruling] = resolve_by_rule(registry, head, ANSWERED, [conflict], preview=True)
        assert ruling.taken.author == "Bo"


def test_rules_of_one_registry_converge_in_the_field(sent, registry, head, tmp_path):
    resolve_by_rule(registry, head, EVIDENCE, registry.conflicts(), note="seen in the register")
    with Mission.create(tmp_path / "other.registry", role="registry") as other:
        receive(other, [*sent[1], registry.path])
        assert {one.key for one in other.conflicts()} == {one.key for one in registry.conflicts()}
