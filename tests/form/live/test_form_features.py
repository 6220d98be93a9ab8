"""Form features beyond questions: actions, attachments, counts and submissions."""

from __future__ import annotations

import base64

import pytest

from assessor.errors import FormError, Refused
from assessor.form.live import submission
from assessor.form.model.datatypes import canonical_text
from assessor.form.parse.form_parser import parse_form
from assessor.form.parse.form_source import FormSource
from tests.support.form.form_filling import NOW, check, filled, form, recompute, start, state
from tests.support.form.models import xform


def test_values_are_set_when_things_happen() -> None:
    text = xform(
        "<first/><source/><copy/><r jr:template=''><place/><n/></r>",
        '<setvalue event="odk-instance-first-load" ref="/data/first" value="1 + 1"/>',
        '<input ref="/data/source"><setvalue event="xforms-value-changed" ref="/data/copy" '
        'value="concat(/data/source, \'!\')"/></input><group ref="/data/r">'
        '<repeat nodeset="/data/r"><setvalue event="odk-new-repeat" ref="/data/r/place" '
        'value="position(..)"/><input ref="/data/r/n"/></repeat></group>',
    )
    instance = start(text)
    assert instance.initial_values == {"/data/first": "2"}
    changes = instance.set("/data/source", "a")
    assert changes["/data/copy"] == {"value"}
    assert instance.node("/data/copy").value == "a!"
    instance.add_repeat("/data/r", "abcdef")
    assert instance.node("/data/r[abcdef]/place").value == "1"
    again = start(text, answers={"/data/first": "7"})
    assert again.node("/data/first").value == "7" and again.initial_values == {}


def test_a_place_is_asked_for() -> None:
    text = xform(
        "<where/>",
        '<bind nodeset="/data/where" type="geopoint"/>'
        '<odk:setgeopoint event="odk-instance-first-load" ref="/data/where"/>',
        '<input ref="/data/where"/>',
    )
    instance = start(text)
    assert instance.requested_places == ("/data/where",)
    instance.set_place("/data/where", "4.5 -71.25 0 10")
    assert instance.node("/data/where").value == "4.5 -71.25 0.0 10.0"
    assert instance.requested_places == ()


FILES = {
    "towns.csv": b"name,label,state\r\nx,Town X,a\r\ny,Town Y,b\r\n",
    "places.geojson": b'{"type":"FeatureCollection","features":[{"type":"Feature","id":"p1",'
    b'"geometry":{"type":"Point","coordinates":[2,1]},"properties":{"name":"P"}}]}',
    "more.xml": b"<root><item><name>m</name><label>More</label></item></root>",
}
BESIDE = xform(
    "<state/><town/><place/><more/><pulled/>",
    '<instance id="towns" src="jr://file-csv/towns.csv"/>'
    '<instance id="places" src="jr://file/places.geojson"/>'
    '<instance id="more" src="jr://file/more.xml"/>'
    "<bind nodeset=\"/data/pulled\" calculate=\"pulldata('towns', 'label', 'name', /data/town)\"/>",
    '<input ref="/data/state"/>'
    + "".join(
        f'<select1 ref="/data/{name}"><itemset nodeset="instance(\'{source}\')/root/item{filter_}">'
        f'<value ref="{value}"/><label ref="{label}"/></itemset></select1>'
        for name, source, filter_, value, label in (
            ("town", "towns", "[state = /data/state]", "name", "label"),
            ("place", "places", "", "id", "geometry"),
            ("more", "more", "", "name", "label"),
        )
    ),
)


def test_choices_come_from_files_beside_the_form() -> None:
    instance = filled(parse_form(FormSource(BESIDE, {}, FILES)), {"state": "b", "town": "y"})
    assert instance.node("/data/town").choices == (("y", "Town Y"),)
    assert instance.node("/data/place").choices == (("p1", "1 2 0 0"),)
    assert instance.node("/data/more").choices == (("m", "More"),)
    assert instance.node("/data/pulled").value == "Town Y"


def test_a_missing_file_is_named() -> None:
    with pytest.raises(FormError, match=r"places\.geojson"):
        parse_form(
            FormSource(BESIDE, {}, {name: FILES[name] for name in ("towns.csv", "more.xml")})
        )


def test_choices_come_from_a_repeat() -> None:
    text = xform(
        "<person><name/></person><head/>",
        "",
        '<group ref="/data/person"><repeat nodeset="/data/person"><input ref="/data/person/name"/>'
        '</repeat></group><select1 ref="/data/head"><itemset nodeset="/data/person[name != \'\']">'
        '<value ref="name"/><label ref="name"/></itemset></select1>',
    )
    instance = start(text)
    instance.add_repeat("/data/person")
    first, second = instance.repeats()
    instance.set(f"{first}/name", "Ana")
    changes = instance.set(f"{second}/name", "Bo")
    assert changes["/data/head"] == {"choices"}
    assert [each.value for each in instance.node("/data/head").choices] == ["Ana", "Bo"]


def test_another_one_is_added_by_a_person_not_for_ever() -> None:
    text = xform(
        "<n/><wanted/><r jr:template=''><more/></r>",
        '<bind nodeset="/data/n" calculate="count(/data/r)"/><bind nodeset="/data/wanted" '
        "calculate=\"if(/data/n = 0 or /data/r[position() = /data/n]/more = 'yes', "
        '/data/n + 1, /data/n)"/>',
        '<group ref="/data/r"><repeat nodeset="/data/r" jr:count="/data/wanted">'
        '<input ref="/data/r/more"/></repeat></group>',
    )
    instance = start(text)
    repeat = instance.node("/data/r")
    assert len(repeat.children) == 1 and not repeat.can_add
    with pytest.raises(Refused):
        instance.add_repeat("/data/r")
    instance.set(f"{instance.repeats()[0]}/more", "yes")
    assert len(repeat.children) == 1 and repeat.can_add
    instance.add_repeat("/data/r")
    assert len(repeat.children) == 2 and not repeat.can_add


def test_a_path_with_a_predicate_further_in_stays_in_the_own_instance() -> None:
    text = xform(
        "<r><s><v/></s><own/><all/></r>",
        '<bind nodeset="/data/r/own" calculate="sum(/data/r/s/v[. != \'\'])"/>'
        '<bind nodeset="/data/r/all" calculate="sum(/data/r[true()]/s/v)"/>',
        '<group ref="/data/r"><repeat nodeset="/data/r"><group ref="/data/r/s">'
        '<repeat nodeset="/data/r/s"><input ref="/data/r/s/v"/></repeat></group></repeat></group>',
    )
    instance = start(text)
    for outer in ("b2", "b3"):
        instance.add_repeat("/data/r", outer)
        instance.add_repeat(f"/data/r[{outer}]/s", "s1")
    instance.set("/data/r[b2]/s[s1]/v", "2")
    instance.set("/data/r[b3]/s[s1]/v", "3")
    assert [instance.node(f"/data/r[{each}]/own").value for each in ("b2", "b3")] == ["2", "3"]
    assert [instance.node(f"/data/r[{each}]/all").value for each in ("b2", "b3")] == ["5", "5"]
    before = state(instance)
    recompute(instance)
    assert state(instance) == before


def test_a_running_total_reads_the_row_before() -> None:
    text = xform(
        "<r><x/><total/></r>",
        '<bind nodeset="/data/r/total" calculate="../x + coalesce(/data/r[position() = '
        'position(current()/..) - 1]/total, 0)"/>',
        '<group ref="/data/r"><repeat nodeset="/data/r"><input ref="/data/r/x"/></repeat></group>',
    )
    instance = start(text)
    for _ in range(3):
        instance.add_repeat("/data/r")
    rows = instance.repeats()
    for row in rows:
        instance.set(f"{row}/x", "2")
    assert [instance.node(f"{row}/total").value for row in rows] == ["2", "4", "6", "8"]
    instance.set(f"{rows[0]}/x", "5")
    assert instance.node(f"{rows[3]}/total").value == "11"
    assert not recompute(instance)


SUBMITTED = xform(
    "<a/><hidden>1</hidden><g><b/></g><r><c/></r><meta><instanceID/><entity dataset='trees' "
    "create='1' id=''><label/></entity></meta>",
    '<bind nodeset="/data/hidden" relevant="/data/a = \'x\'"/>'
    '<bind nodeset="/data/meta/instanceID" jr:preload="uid" type="string"/>'
    '<bind nodeset="/data/meta/entity/label" calculate="/data/a"/>'
    '<bind nodeset="/data/g/b" entities:saveto="height"/>'
    '<setvalue event="odk-instance-first-load" ref="/data/meta/entity/@id" value="uuid()"/>',
    '<input ref="/data/a"/><input ref="/data/hidden"/><input ref="/data/g/b"/>'
    '<group ref="/data/r"><repeat nodeset="/data/r"><input ref="/data/r/c"/></repeat></group>',
)


def test_a_submission_goes_out_and_comes_back() -> None:
    instance = filled(SUBMITTED, {"a": "Zo\u0065\u0301 & <co>", "g/b": "12"})
    instance.add_repeat("/data/r")
    _, second = instance.repeats()
    instance.set(f"{second}/c", "last")
    text = submission.write_submission(instance, deprecates="uuid:before").decode()
    assert text.startswith('<data xmlns:orx="http://openrosa.org/xforms" id="t" version="3">')
    assert "<hidden>" not in text and "Zo\u00e9 &amp; &lt;co&gt;" in text
    assert "<deprecatedID>uuid:before</deprecatedID>" in text
    assert '<entity dataset="trees" create="1" id="' in text
    saved = submission.read_submission(form(SUBMITTED), text, iter(("s00001", "s00002")).__next__)
    assert saved.repeats == ["/data/r[s00001]", "/data/r[s00002]"]
    again = start(SUBMITTED, answers=saved.answers, repeats=saved.repeats)
    assert again.node("/data/r[s00002]/c").value == "last"
    assert again.instance_id == saved.instance_id != instance.instance_id


def test_a_submission_of_another_form_is_refused() -> None:
    for text in ("<other/>", '<data id="else"/>', "<data"):
        with pytest.raises(FormError):
            submission.read_submission(form(SUBMITTED), text, str)


def test_what_the_form_does_not_have_is_kept_aside() -> None:
    saved = submission.read_submission(
        form(SUBMITTED), '<data id="t"><new><x>1</x></new></data>', str
    )
    assert saved.unknown_values == {"/data/new/x": "1"}


def test_the_last_saved_submission_gives_defaults() -> None:
    text = xform(
        "<street/>",
        '<instance id="__last-saved" src="jr://instance/last-saved"/>'
        '<setvalue event="odk-instance-first-load" ref="/data/street" '
        "value=\"instance('__last-saved')/data/street\"/>",
        '<input ref="/data/street"/>',
    )
    saved = '<data id="t"><street>High Street</street></data>'
    assert start(text).node("/data/street").value == ""
    assert start(text, last_saved=saved).node("/data/street").value == "High Street"


def test_preloads_are_filled_once() -> None:
    text = xform(
        "<start/><end/><day/><who/>",
        '<bind nodeset="/data/start" jr:preload="timestamp" jr:preloadParams="start"/>'
        '<bind nodeset="/data/end" jr:preload="timestamp" jr:preloadParams="end"/>'
        '<bind nodeset="/data/day" jr:preload="date" jr:preloadParams="today"/>'
        '<bind nodeset="/data/who" jr:preload="property" jr:preloadParams="username"/>',
        "",
    )
    instance = start(text, properties={"username": "ana"})
    assert instance.node("/data/start").value == "2026-11-24T09:30:00.000-07:00"
    assert instance.node("/data/day").value == NOW.date().isoformat()
    assert instance.node("/data/who").value == "ana"
    assert instance.node("/data/end").value == ""
    assert instance.finish()["/data/end"] == {"value"}
    again = start(text, answers={"/data/start": "2020-01-01T00:00:00.000Z"})
    assert again.node("/data/start").value == "2020-01-01T00:00:00.000Z"


def test_words_have_forms() -> None:
    text = xform(
        "<q/>",
        '<itext><translation lang="en"><text id="q"><value>Name of <output value="1 + 1"/></value>'
        '<value form="image">jr://images/a.png</value></text><text id="h"><value>Hint</value>'
        '<value form="guidance">Long</value></text></translation><translation lang="fr" default="">'
        '<text id="q"><value>Nom</value></text></translation></itext>',
        "<input ref='/data/q'><label ref=\"jr:itext('q')\"/><hint ref=\"jr:itext('h')\"/></input>",
    )
    instance = start(text)
    node = instance.node("/data/q")
    assert instance.language == "fr" and node.label == "Nom" and node.hint == ""
    instance.set_language("en")
    assert (node.label, node.hint, node.guidance) == ("Name of 2", "Hint", "Long")
    assert node.media("image") == "jr://images/a.png"
    with pytest.raises(Refused):
        instance.set_language("de")


@pytest.mark.parametrize(
    ("part", "word"),
    [
        ('<input ref="/data/gone"/>', "/data/gone"),
        ("<select1 ref='/data/q'/>", "no choices"),
        ("<repeat nodeset='/data/q2'/>", "/data/q2"),
        ("<range ref='/data/q' start='a' end='2' step='1'/>", "no number"),
        ("<upload ref='/data/q' mediatype='.jpg'/>", "media type"),
        ("<spectrometer ref='/data/q'/>", "spectrometer"),
        (
            "<select1 ref='/data/q'><itemset nodeset=\"instance('x')/root/item\"><value ref='n'/>"
            "<label ref='n'/></itemset></select1>",
            "`x`",
        ),
    ],
)
def test_what_a_body_may_not_hold_is_refused(part: str, word: str) -> None:
    with pytest.raises(FormError) as caught:
        form(xform("<q/>", "", part))
    assert word in str(caught.value)


def test_background_audio_is_refused_by_name() -> None:
    with pytest.raises(FormError, match="recordaudio"):
        form(xform("<q/>", '<odk:recordaudio event="odk-instance-load" ref="/data/q"/>', ""))


def test_signed_contents_are_read_only_if_the_signature_holds() -> None:
    # RFC 8032, 7.1, test 2: one byte, 0x72.
    key = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    text = xform(
        "<signed/><said/>",
        f'<bind nodeset="/data/said" calculate="extract-signed(/data/signed, '
        f"'{base64.b64encode(key).decode()}')\"/>",
        '<input ref="/data/signed"/>',
    )
    right = base64.b64encode(signature + b"r").decode()
    wrong = base64.b64encode(signature + b"s").decode()
    check(text, {"signed": right}, {"said": "r"})
    check(text, {"signed": wrong}, {"said": ""})
    check(text, {"signed": "%%%"}, {"said": ""})


@pytest.mark.parametrize(("text", "kept"), [("3.0", "3"), ("+03.", "3"), ("-2", "-2")])
def test_a_whole_number_may_be_written_as_spreadsheets_write_it(text: str, kept: str) -> None:
    assert canonical_text("int", text) == kept


@pytest.mark.parametrize("text", ["3.5", ".0", "3,0", "1e3"])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="whole number"):
        canonical_text("int", text)
