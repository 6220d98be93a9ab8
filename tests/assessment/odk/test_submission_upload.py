"""Submissions reach an OpenRosa server once, however often they are sent and interrupted."""

from __future__ import annotations

import pytest

from assessor.assessment.entries.evidence import answer_with_file
from assessor.assessment.odk.http_challenges import authorization_header, read_challenge
from assessor.assessment.odk.openrosa import (
    Credentials,
    Reply,
    Server,
    ServerError,
    redirect_address,
    submission_address,
)
from assessor.assessment.odk.submission_upload import EDITED, KNOWN, NEW, upload_submission
from assessor.errors import Refused
from tests.support.assessment.laptops import laptop, small_form
from tests.support.assessment.openrosa_server import PASSWORD, USER, serving
from tests.support.assessment.uploading import PHOTOS

ME = Credentials(USER, PASSWORD)


@pytest.fixture
def mission(tmp_path):
    with laptop(tmp_path, "Elena").create(small_form(tmp_path, PHOTOS)) as made:
        made.answer("/data/note", "Ça va")
        for name in "abc":
            answer_with_file(made, f"/data/{name}", name.encode() * 900, name=f"{name}.bin")
        yield made


def send(mission, held, who=None):
    server = Server(held.address, who)
    server.ask()
    return upload_submission(mission, server, held.address)


def test_it_arrives_whole_and_is_known_when_it_is_sent_again(mission):
    with serving() as held:
        done = send(mission, held)
        assert (done.outcome, done.posts, done.missing) == (NEW, 1, ())
        [(identity, text)] = held.submissions.items()
        assert identity == done.instance_id and "Ça va".encode() in text
        files = held.files[identity]
        assert {len(content) for content in files.values()} == {900} and len(files) == 3
        assert all(name.encode() in text for name in files)
        assert send(mission, held).outcome == KNOWN
        assert held.methods == ["HEAD", "POST", "HEAD"]


def test_it_is_split_as_the_server_asks(mission):
    with serving(most=2_500) as held:
        done = send(mission, held)
        assert done.posts >= 2 and held.incomplete == [True] * (done.posts - 1) + [False]
        assert len(held.files[done.instance_id]) == 3 and len(held.submissions) == 1


def test_one_larger_than_the_limit_goes_alone(mission):
    with serving(most=100) as held:
        assert send(mission, held).posts == 3
        assert len(next(iter(held.files.values()))) == 3


@pytest.mark.parametrize("loss", ["drops", "swallows"])
def test_what_was_interrupted_goes_on_where_it_stopped(mission, loss):
    with serving(most=100, **{loss: {2}}) as held:
        with pytest.raises(ServerError, match="send again"):
            send(mission, held)
        assert send(mission, held).posts == 2
        assert len(held.submissions) == 1 and len(next(iter(held.files.values()))) == 3
        assert send(mission, held).outcome == KNOWN


def test_another_answer_is_an_edit_of_what_was_sent(mission):
    with serving() as held:
        first = send(mission, held)
        mission.answer("/data/note", "Better")
        second = send(mission, held)
        assert second.outcome == EDITED and second.instance_id != first.instance_id
        assert held.current == {second.instance_id: first.instance_id}
        mission.answer("/data/note", "Best")
        third = send(mission, held)
        assert held.current == {third.instance_id: first.instance_id}
        assert send(mission, held).outcome == KNOWN


def test_an_edit_that_was_interrupted_is_the_same_edit(mission):
    with serving(swallows={2}) as held:
        send(mission, held)
        mission.answer("/data/note", "Better")
        with pytest.raises(ServerError):
            send(mission, held)
        assert send(mission, held).outcome == EDITED
        assert len(held.submissions) == 2 and len(held.current) == 1


def test_what_came_although_nobody_heard_of_it_is_edited(mission):
    with serving(swallows={1}) as held:
        with pytest.raises(ServerError):
            send(mission, held)
        mission.answer("/data/note", "Better")
        assert send(mission, held).outcome == EDITED
        assert len(held.current) == 1


def test_what_never_came_is_no_edit(mission):
    with serving(drops={1}) as held:
        with pytest.raises(ServerError):
            send(mission, held)
        mission.answer("/data/note", "Better")
        assert send(mission, held).outcome == NEW
        assert len(held.submissions) == 1


@pytest.mark.parametrize(
    "how", [{"auth": "basic"}, {"auth": "digest"}, {"auth": "digest", "qop": ""}], ids=str
)
def test_who_asks_is_told_before_anything_is_sent(mission, how):
    with serving(**how) as held:
        with pytest.raises(Refused, match="asks for a user name"):
            send(mission, held)
        with pytest.raises(ServerError, match="does not let"):
            send(mission, held, Credentials(USER, "wrong"))
        assert held.posts == 0
        held.counts.clear()
        assert send(mission, held, ME).outcome == NEW
        assert held.methods.count("POST") == 1
        assert held.counts == ["00000001", "00000002"][: len(held.counts)]
    assert PASSWORD.encode() not in mission.path.read_bytes()
    assert held.address.encode() not in mission.path.read_bytes()
    assert PASSWORD not in repr(ME)


def test_a_nonce_that_went_stale_is_asked_for_anew(mission):
    with serving(auth="digest", most=100, stale_after=2) as held:
        assert send(mission, held, ME).posts == 3


def test_a_way_of_asking_nobody_speaks_is_said(mission):
    with serving(auth="Negotiate") as held, pytest.raises(ServerError, match="Basic and Digest"):
        send(mission, held, ME)


def test_a_page_that_wants_a_login_is_no_server(mission):
    with serving(captive=True) as held, pytest.raises(ServerError, match="no OpenRosa server"):
        send(mission, held)


@pytest.mark.parametrize(("status", "why"), [(200, "did not take"), (413, "413"), (500, "500"),
                                              (409, "another submission")])  # fmt: skip
def test_only_201_and_202_mean_that_it_came(mission, status, why):
    with serving(status=status) as held:
        with pytest.raises(ServerError, match=why):
            send(mission, held)
        assert "Thanks & welcome" in str(_trouble(mission, held))
        held.status = 0
        assert send(mission, held).outcome == NEW


def _trouble(mission, held):
    held.submissions.clear()
    held.current.clear()
    with pytest.raises(ServerError) as caught:
        send(mission, held)
    return caught.value


def test_a_server_that_is_away_says_so(mission):
    with serving() as held:
        pass
    with pytest.raises(ServerError, match="cannot be reached"):
        send(mission, held)


def test_a_server_names_another_place_only_of_its_own(mission):
    with serving(location="/elsewhere/submission") as held:
        assert send(mission, held).outcome == NEW
    with serving(location="http://example.org/submission") as held:
        with pytest.raises(ServerError, match=r"example\.org"):
            send(mission, held)
        assert held.posts == 0
    with pytest.raises(ServerError):
        redirect_address(submission_address("https://a.example/x"), "http://a.example/x/submission")
    assert redirect_address(submission_address("https://a.example/x"), "/y").path == "/y"


@pytest.mark.parametrize("told", ["9" * 5000, "-1", "0", "many", "\xb2"])
def test_a_limit_that_is_no_number_of_bytes_is_no_limit(mission, told):
    with serving(most=told) as held:
        assert send(mission, held).outcome == NEW


@pytest.mark.parametrize("place", ["http://[elsewhere", "http://127.0.0.1:99999999/submission"])
def test_a_place_that_is_none_is_said(mission, place):
    with serving(location=place) as held, pytest.raises(ServerError, match="sends submissions on"):
        send(mission, held)


def test_words_that_never_end_are_no_words():
    """A reply of 64 KB that begins a message again and again took minutes to search."""
    for piece in (b"<message>", b"<message ", b"<a:message>x"):
        assert Reply(500, {}, piece * (65536 // len(piece))).message == ""
    assert (
        Reply(500, {}, b"<r:message x='1'>Thanks &amp;\n so</r:message>").message == "Thanks & so"
    )


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("central.example", "no address"),
        ("ftp://central.example", "no address"),
        ("https://elena:secret@central.example", "asked for"),
        ("http://central.example", "in the clear"),
        ("https://[central.example", "no address"),
        ("https://central.example:99999999", "no address"),
    ],
)
def test_an_address_that_will_not_do_is_refused(address, why):
    with pytest.raises(Refused, match=why) as caught:
        submission_address(address)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://kc.example/", "/submission"),
        ("https://kc.example/maria/submission", "/maria/submission"),
        ("https://c.example/v1/key/abc/projects/1", "/v1/key/abc/projects/1/submission"),
        ("http://[::1]:8080/x", "/x/submission"),
    ],
)
def test_submissions_go_behind_the_address(address, path):
    assert submission_address(address).path == path


def test_the_worked_example_of_the_standard(monkeypatch):
    """RFC 2617, 3.5: Mufasa and the Circle Of Life."""
    monkeypatch.setattr("secrets.token_hex", lambda _: "0a4f113b")
    asked = read_challenge(
        'Digest realm="testrealm@host.com", qop="auth,auth-int", '
        'nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"'
    )
    told = authorization_header(asked, "GET", "/dir/index.html", "Mufasa", "Circle Of Life")
    assert 'response="6629fae49393a05397450978507c4ef1"' in told and "nc=00000001" in told


@pytest.mark.parametrize(
    ("header", "scheme"),
    [
        ('Basic realm="a, Digest b"', "basic"),
        ('Digest realm="a", nonce="n", algorithm=SHA-256, Basic realm="a"', "basic"),
        ('Basic realm="a", Digest realm="b", nonce="n", qop="auth"', "digest"),
        ('Digest realm="a", nonce="n", qop="auth-int"', None),
        ("Negotiate", None),
        ('Negotiate abc==, Basic realm="a"', "basic"),
        ('Digest realm="a \\" b", nonce="n"', "digest"),
        ("", None),
        ("Digest " + "a " * 4000, None),
        ("Digest a," * 7000 + '"', None),
        ("Basic " + 'a="' * 2700, "basic"),
    ],
)
def test_the_best_way_offered_is_taken(header, scheme):
    found = read_challenge(header)
    assert (found and found.scheme) == scheme


def test_a_form_without_instance_id_is_refused(tmp_path):
    from assessor.form.parse.form_source import FormSource

    xml = (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">'
        '<h:head><h:title>T</h:title><model><instance><data id="t"><q/></data></instance>'
        '<bind nodeset="/data/q" type="string"/></model></h:head>'
        '<h:body><input ref="/data/q"><label>Q</label></input></h:body></h:html>'
    )
    source = FormSource(xml)
    with laptop(tmp_path, "Ana").create(source) as bare, serving() as held:
        bare.answer("/data/q", "x")
        with pytest.raises(Refused, match="no instanceID"):
            send(bare, held)
