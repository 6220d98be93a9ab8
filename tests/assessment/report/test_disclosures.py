"""The parcel of a shared report discloses what the report says of omitted answers, and no more."""

from __future__ import annotations

import json
import shutil

import pytest

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.assessment_scores import score_facts
from assessor.assessment.entries.sources import add_source
from assessor.assessment.report.report_export import export_report
from assessor.assessment.report.report_projection import projection_of
from assessor.cli.main import main
from assessor.parcel.keys.identity import load_identity
from assessor.parcel.pack.parcel_pack import unpack_parcel
from assessor.parcel.pdf.parcel_extraction import read_parcel
from assessor.registry.receive.receiver import receive
from assessor.registry.trust.trust_roster import trust_key
from assessor.report.projection.projection import PrintedAnswer, Visibility
from assessor.store.model.entry import Draft
from assessor.store.model.published_answers import PUBLISHED_KIND, publication_key
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form

pytestmark = pytest.mark.slow

FORM = """
| survey |         |         |                  |                       |
|        | type    | name    | label            | bind::asr:sensitivity |
|        | integer | reports | Reports received | public                |
|        | integer | cases   | Cases opened     | gov                   |
|        | text    | finding | What we found    | internal              |
| settings |                                |
|          | namespaces                     |
|          | asr="urn:assessor:bind:1"      |
"""
REPORTS, CASES, FINDING = "/data/reports", "/data/cases", "/data/finding"
NOTE = "as the deputy director told us over dinner"


@pytest.fixture
def elena(tmp_path):
    """A mission whose answers cite a source or say more than a shared report may."""
    person = laptop(tmp_path, "Elena")
    with person.create(small_form(tmp_path, FORM)) as mission:
        source = add_source(mission, institution="Police", cluster="police", attribution="cluster")
        mission.answer(REPORTS, "120", evidence="claimed", note=NOTE, sources=[source])
        mission.answer(CASES, "12", decision="The minister was wrong")
        mission.answer(FINDING, "A secret of the ministry", cleared="Reports grow.")
    return person


def shown_in(parcel, tmp_path):
    """Return each answer as a registry shows it that has only this parcel."""
    with Mission.in_memory() as registry:
        [receipt] = receive(registry, [parcel])
        [uuid] = receipt.assessments
        there = Assessment.of(registry, uuid, load_identity(tmp_path / "reader", "Reader"))
        assert registry.check() == () and there.conflicts() == ()
        return {key: there.answer_at(key) for key in (REPORTS, CASES, FINDING)}


def test_a_registry_with_the_shared_parcel_alone_shows_what_its_pages_tell(elena, tmp_path):
    with elena.open() as mission:
        export_report(mission, tmp_path / "g.assessor", profile="government")
        export_report(mission, tmp_path / "p.assessor", profile="public")
    told = shown_in(tmp_path / "g.assessor", tmp_path)
    assert [told[key].value for key in (REPORTS, CASES, FINDING)] == ["120", "12", "Reports grow."]
    assert (told[REPORTS].evidence, told[REPORTS].note) == ("claimed", NOTE)
    assert all(said.entry.published for said in told.values())
    told = shown_in(tmp_path / "p.assessor", tmp_path)
    assert [told[key].value for key in (REPORTS, CASES, FINDING)] == ["120", "", ""]
    assert told[REPORTS].note == "" and not told[REPORTS].sources
    assert told[CASES].entry.withheld and told[FINDING].entry.withheld


def test_nothing_but_what_is_told_is_in_the_parcel(elena, tmp_path):
    with elena.open() as mission:
        export_report(mission, tmp_path / "g.assessor", profile="government")
        export_report(mission, tmp_path / "p.assessor", profile="public")
    bodies = [
        " ".join(body for one in unpack_parcel(read_parcel(tmp_path / name)).changesets
                 for body in one.payloads if body)
        for name in ("g.assessor", "p.assessor")
    ]  # fmt: skip
    for text in ("secret", "minister was wrong", "Police"):
        assert not any(text in body for body in bodies)
    assert "deputy" in bodies[0] and "Reports grow" in bodies[0]
    assert "deputy" not in bodies[1] and "Reports grow" not in bodies[1]


def test_who_holds_the_answers_sees_nothing_new(elena, tmp_path):
    with elena.open() as mission:
        export_report(mission, tmp_path / "all.assessor")
        export_report(mission, tmp_path / "p.assessor", profile="public")
    with Mission.in_memory() as registry:
        [receipt] = receive(registry, [tmp_path / "all.assessor"])
        [uuid] = receipt.assessments
        before = {k: v for k, v in registry.joint_heads(uuid).items() if k[0] != PUBLISHED_KIND}
        [again] = receive(registry, [tmp_path / "p.assessor"])
        after = {k: v for k, v in registry.joint_heads(uuid).items() if k[0] != PUBLISHED_KIND}
        assert after == before and again.conflicts == 0 and registry.conflicts() == ()


def test_the_internal_parcel_after_the_shared_one_puts_the_answers_in_their_place(elena, tmp_path):
    with elena.open() as mission:
        export_report(mission, tmp_path / "p.assessor", profile="public")
        export_report(mission, tmp_path / "all.assessor")
    with Mission.in_memory() as registry:
        receive(registry, [tmp_path / "p.assessor"])
        [receipt] = receive(registry, [tmp_path / "all.assessor"])
        [uuid] = receipt.assessments
        for (kind, _), tips in registry.joint_heads(uuid).items():
            assert kind != "answer" or not (tips[0].published or tips[0].withheld)


def test_the_same_is_told_once_and_what_changed_anew(elena, tmp_path):
    def told(mission):
        return len(mission.mission.entries(mission.uuid, PUBLISHED_KIND))

    with elena.open() as mission:
        export_report(mission, tmp_path / "a.assessor", profile="government")
        once = told(mission)
        export_report(mission, tmp_path / "b.assessor", profile="government", language="fr")
        assert told(mission) == once > 0
        mission.answer(CASES, "13", decision="Counted again")
        export_report(mission, tmp_path / "c.assessor", profile="government")
        assert told(mission) == once + 1
        assert mission.undo_text is not None  # of the answer: a disclosure is no step to undo
    assert shown_in(tmp_path / "c.assessor", tmp_path)[CASES].value == "13"


def test_an_answer_told_before_and_restricted_since_is_told_no_more(elena, tmp_path):
    with elena.open() as mission:
        export_report(mission, tmp_path / "a.assessor", profile="government")
        mission.answer(FINDING, "A secret of the ministry", sensitivity="restricted")
        export_report(mission, tmp_path / "b.assessor", profile="government")
    told = shown_in(tmp_path / "b.assessor", tmp_path)
    assert told[FINDING].entry.withheld
    assert not any(
        "Reports grow" in (body or "")
        for one in unpack_parcel(read_parcel(tmp_path / "b.assessor")).changesets
        for body in one.payloads
    )


def test_who_only_exported_is_not_among_the_assessors(elena, tmp_path):
    def assessors(mission):
        told = projection_of(mission, "internal", None).facts.assessors
        return [name.partition(" (")[0] for name in told]

    tomas = laptop(tmp_path, "Tomas", 11)
    tomas.copy_from(elena)
    with tomas.open() as mission:
        export_report(mission, tmp_path / "g.assessor", profile="government")
        assert assessors(mission) == ["Elena"]
        mission.answer(CASES, "13")
        mission.seal()
        assert assessors(mission) == ["Elena", "Tomas"]


def test_show_says_that_it_was_published(elena, tmp_path, capsys):
    with elena.open() as mission:
        export_report(mission, tmp_path / "p.assessor", profile="public")
    registry = tmp_path / "gov.registry"
    with Mission.create(registry, role="registry") as made:
        receive(made, [tmp_path / "p.assessor"])
        # Eve discloses an answer that Elena kept from the public
        [finding] = [each for each in made.entries(made.assessments()[0].uuid, "answer")
                     if each.key == FINDING]  # fmt: skip
        eve = load_identity(tmp_path / "eve", "Eve")
        key = publication_key("public", finding.name, eve.public.hex())
        made.write(
            finding.assessment, [Draft(PUBLISHED_KIND, key, {"value": "lies"}, (), 1)], "Eve"
        )
        made.seal(None, eve)
        trust_key(made, finding.signer, "Elena")
    assert main(["show", str(registry), "--reference", FINDING, "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    teller = "Eve (not on the roster)"
    assert (facts["value"], facts["told_by"], facts["standing"]) == ("lies", teller, "unknown")
    assert main(["show", str(registry)]) == 0
    assert f"{REPORTS} = 120  (as published by somebody not named)" in capsys.readouterr().out


@pytest.mark.parametrize("profile", ["government", "public"])
def test_scores_from_the_parcel_are_those_printed_or_leave_room(
    samples_received, tmp_path, profile
):
    """Where the parcel holds the words behind every stage the scores are equal. Else there is none
    if an answer is withheld, or what is printed, which is the team's, lies within the range of what
    the parcel leaves open."""
    [made] = [each for each in samples_received.laptops if each.country == "XSH"]
    out, path = tmp_path / "shared.assessor", tmp_path / "copy.mission"
    shutil.copyfile(made.mission, path)
    with Assessment.open(path, identity=load_identity(made.home)) as mission:
        projection = projection_of(mission, profile, None)
        export_report(mission, out, profile=profile)
    with Mission.in_memory() as registry:
        [receipt] = receive(registry, [out])
        there = Assessment.of(registry, *receipt.assessments, load_identity(tmp_path, "Reader"))
        scores = there.scores()
        facts = score_facts(scores)["dimensions"]
        for section in projection.sections:
            printed, found = section.score, facts[section.code]
            if all(each.answer.visibility is Visibility.FULL for each in section.indicators):
                for part in ("asserted", "evidenced", "floor", "ceiling", "lowest", "rated", "of"):
                    assert found[part] == getattr(printed, part), (section.code, part)
            elif found["floor"] is None:  # the words behind a stage did not travel
                assert found["evidenced"] is found["asserted"] is found["ceiling"] is None
            elif printed.evidenced is not None:
                assert found["floor"] <= printed.evidenced <= found["ceiling"], section.code
        said = [
            item for section in (*projection.sections, *projection.closing)
            for item in section.items if isinstance(item, PrintedAnswer)
        ]  # fmt: skip
        for item in said:
            if (
                item.visibility in (Visibility.FULL, Visibility.PART)
                and item.codes != ("",)
                and item.codes
            ):
                assert there.answer_at(item.reference).value.split() == " ".join(item.codes).split()


def test_what_its_author_kept_from_the_public_is_not_told_it_by_who_has_the_statement_alone(
    elena, tmp_path
):
    """An answer may be stricter than its question; its disclosure to the government is, too."""
    with elena.open() as mission:
        mission.answer(REPORTS, "7731", decision="Counted by hand", sensitivity="gov")
        export_report(mission, tmp_path / "g.assessor", profile="government")
        assert "7731" not in str(projection_of(mission, "public", None).mission)
    with Mission.in_memory() as registry:
        [receipt] = receive(registry, [tmp_path / "g.assessor"])
        there = Assessment.of(
            registry, *receipt.assessments, load_identity(tmp_path / "reader", "Reader")
        )
        assert there.answer_at(REPORTS).value == "7731"
        assert "7731" in str(projection_of(there, "government", None))
        assert "7731" not in str(projection_of(there, "public", None))
