"""Laptops that upgrade, rename, answer and exchange in any order reach the same state."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from assessor.assessment.assessment import Assessment
from assessor.assessment.mission.form_upgrade import follow_form_version, upgrade_form
from assessor.assessment.review.mission_check import check_assessment
from assessor.assessment.review.retired_questions import retired_answers
from assessor.errors import Refused
from assessor.form.parse.form_source import FormSource
from assessor.parcel.pack.parcel_pack import pack_parcel
from assessor.registry.receive.receiver import receive_parcel
from tests.support.assessment.laptops import Laptop, laptop
from tests.support.form.markdown_forms import read_markdown

VERSIONS = {
    "1": ("text | a | First", "text | b | Second", "text | c | Third"),
    "2": ("text | d | First", "begin_group | g | Group", "text | b | Second", "end_group | |"),
    "3": ("text | e | First", "text | b | Second", "text | d | Fourth"),
    "4": ("text | a | First", "integer | b | Second", "text | c | Third"),
}
RENAMES: list[dict[str, str]] = [{}, {"a": "d"}, {"a": "e"}, {"d": "e"}, {"c": "d"}, {"e": "a"}]
"""Renamings that a person may give; impossible ones are refused without any effect."""
WHO = st.integers(0, 2)


@cache
def version(number: str) -> FormSource:
    rows = "\n".join(f"| | {row} |" for row in VERSIONS[number])
    head = "| survey | | | |\n| | type | name | label |"
    return read_markdown(
        f"{head}\n{rows}\n| settings | | |\n| | form_id | version |\n| | law | {number} |"
    )


@cache
def _template() -> tuple[Path, tuple[Laptop, ...]]:
    """Make one mission that three laptops copy."""
    folder = Path(tempfile.mkdtemp(prefix="assessor-laws-"))
    laptops = tuple(laptop(folder, name, hour) for hour, name in enumerate(("Ana", "Ben", "Eve")))
    with laptops[0].create(version("1")) as mission:
        mission.seal()
    return laptops[0].mission, laptops


class Versions(RuleBasedStateMachine):
    """Laws: no head disappears behind a name; after the same imports all see the same."""

    @initialize()
    def begin(self) -> None:
        template, laptops = _template()
        self.place = tempfile.TemporaryDirectory()
        self.laptops, self.open = laptops, list[Assessment]()
        for each in laptops:
            path = Path(self.place.name) / f"{each.name}.mission"
            shutil.copyfile(template, path)
            self.open.append(Assessment.open(path, identity=each.identity(), now=each.clock))

    @rule(who=WHO, at=st.integers(0, 3), value=st.sampled_from(["", "1", "2", "x"]))
    def answer(self, who: int, at: int, value: str) -> None:
        mission = self.open[who]
        asked = list(mission.instance.questions())
        node = asked[at % len(asked)]
        if not (node.type == "int" and value == "x"):
            mission.answer(node.reference, value)
        self.hold(mission)

    @rule(who=WHO, to=st.sampled_from(sorted(VERSIONS)), renamed=st.sampled_from(RENAMES))
    def go_on(self, who: int, to: str, renamed: dict[str, str]) -> None:
        before = self.seen(self.open[who])
        try:
            self.open[who] = upgrade_form(self.open[who], version(to), renamed=renamed)
        except Refused:
            assert self.seen(self.open[who]) == before
        self.hold(self.open[who])

    @rule(who=WHO, by=st.integers(1, 2))
    def exchange(self, who: int, by: int) -> None:
        self.send(who, (who + by) % len(self.open))

    @rule(who=WHO)
    def reopen(self, who: int) -> None:
        before = self.seen(self.open[who])
        mission = self.open[who]
        path = Path(mission.path)
        mission.close()
        each = self.laptops[who]
        self.open[who] = Assessment.open(path, identity=each.identity(), now=each.clock)
        assert self.seen(self.open[who]) == before

    def send(self, who: int, whom: int) -> None:
        sender, receiver = self.open[who], self.open[whom]
        sender.seal()
        receiver.seal()
        parcel = pack_parcel(sender.mission, [sender.uuid], signer=sender.identity)
        assert receive_parcel(receiver.mission, parcel, f"{who}.assessor").status in (
            "new",
            "known",
        )
        fresh = follow_form_version(receiver)
        if fresh is None:
            receiver.reload()
        else:
            self.open[whom] = fresh
        self.hold(self.open[whom])

    def hold(self, mission: Assessment) -> None:
        """Check that every head belongs to its subject's present name, and that every answer is
        shown.
        """
        for (kind, key), tips in mission.mission.heads(mission.uuid, "answer").items():
            here = mission.renames.here(key)
            shown = {tip.name for tip in mission.heads(kind, here)}
            assert {tip.name for tip in tips} <= shown, f"{key} vanished behind {here}"
            value = mission.answer_at(here).value
            held = mission.instance.answers()
            assert (held | mission.instance.unknown_values).get(here, "") == value

    def seen(self, mission: Assessment) -> object:
        """Return what a person sees, without what differs between laptops."""
        return (
            mission.form.version,
            {node.reference: node.value for node in mission.instance.questions()},
            [(each.reference, each.said, each.label) for each in retired_answers(mission)],
            sorted((each.kind, each.key) for each in mission.conflicts()),
            sorted(mission.mission.forms()),
        )

    def teardown(self) -> None:
        if not hasattr(self, "open"):
            return
        try:
            for who, whom in ((0, 1), (2, 1), (1, 0), (1, 2)):  # everybody has everything now
                self.send(who, whom)
            first, *others = (self.seen(each) for each in self.open)
            assert others == [first] * len(others)
            assert all(check_assessment(each).problems == () for each in self.open)
        finally:
            for each in self.open:
                each.close()
            self.place.cleanup()


TestVersions = Versions.TestCase
TestVersions.settings = settings(
    stateful_step_count=10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
