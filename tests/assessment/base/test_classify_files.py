"""Dropped files are classified by their content, not by their name."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor.assessment.base.classify_files import ClassifiedFiles, classify_files
from tests.support.form.workbooks import write_workbook
from tests.support.parcel.sample_pdf import pages
from tests.support.registry.mail import mailed, zipped
from tests.support.registry.registry_laptops import report
from tests.support.store.laptops import Laptop

XFORM = b'<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"/>'


@pytest.fixture(scope="module")
def reported(tmp_path_factory):
    """A report that carries a parcel."""
    ana = Laptop(tmp_path_factory.mktemp("ana"), "Ana")
    ana.say("/d/q1", "1")
    return report(ana)


@pytest.fixture
def make(tmp_path, reported):
    def workbook(path: Path, sheet: str) -> None:
        write_workbook({sheet: [["type", "name"], ["text", "a"]]}, path)

    contents = {
        "report": lambda path: path.write_bytes(reported),
        "a report cut short": lambda path: path.write_bytes(reported[:1500]),
        "plain": lambda path: path.write_bytes(pages()),
        "cut short": lambda path: path.write_bytes(pages()[:300]),
        "reports zipped": lambda path: path.write_bytes(zipped({"x.txt": b"x", "a.pdf": reported})),
        "photos zipped": lambda path: path.write_bytes(zipped({"x.jpg": b"x", "a.pdf": pages()})),
        "a mail with a report": lambda path: path.write_bytes(mailed({"a.pdf": reported})),
        "a mail with a letter": lambda path: path.write_bytes(mailed({"a.pdf": pages()})),
        "a form": lambda path: workbook(path, "Survey"),
        "figures": lambda path: workbook(path, "2025"),
        "an XForm": lambda path: path.write_bytes(XFORM),
        "some XML": lambda path: path.write_bytes(b"<table/>"),
        "a form in Markdown": lambda path: path.write_bytes(b"# F\n| survey | |\n"),
        "minutes": lambda path: path.write_bytes(b"# Minutes of the survey\n"),
        "anything": lambda path: path.write_bytes(b"anything"),
        "nothing": lambda path: None,
    }

    def made(name: str, content: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        contents[content](path)
        return path

    return made


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", "report", "receive"),
        ("no name for a report", "report", "receive"),
        ("a.pdf", "a report cut short", "receive"),
        ("law.pdf", "plain", "attach"),
        ("law.pdf", "cut short", "attach"),
        ("a.zip", "reports zipped", "receive"),
        ("a.zip", "photos zipped", "attach"),
        ("a.eml", "a mail with a report", "receive"),
        ("a.eml", "a mail with a letter", "attach"),
        ("a.mission", "anything", "receive"),
        ("ana.card", "anything", "meet"),
        ("hq.pack", "anything", "packs"),
        ("form.xlsx", "a form", "forms"),
        ("crimes.xlsx", "figures", "attach"),
        ("crimes.xlsx", "anything", "attach"),
        ("form.xml", "an XForm", "forms"),
        ("crimes.xml", "some XML", "attach"),
        ("form.md", "a form in Markdown", "forms"),
        ("minutes.md", "minutes", "attach"),
        ("door.jpg", "anything", "attach"),
        ("gone.pdf", "nothing", "attach"),
    ],
)
def test_what_a_file_is(make, name, content, kind):
    path = make(name, content)
    assert classify_files([path]) == ClassifiedFiles(**{kind: (path,)})


def test_several_at_once_are_told_apart(make):
    names = {"a.pdf": "report", "law.pdf": "plain", "ana.card": "anything", "b.jpg": "anything"}
    mixed = [make(name, content) for name, content in names.items()]
    heard = []
    found = classify_files(mixed, lambda *told: heard.append(told))
    assert found == ClassifiedFiles(
        receive=(mixed[0],), meet=(mixed[2],), attach=(mixed[1], mixed[3])
    )
    assert ("b.jpg", 3, 4) in heard


def test_a_folder_is_received_if_anything_in_it_is_and_else_every_file_is_evidence(make):
    letter, photo = make("box/law.pdf", "plain"), make("box/in.jpg", "anything")
    make("box/.hidden", "anything")
    box = letter.parent
    assert classify_files([box]) == ClassifiedFiles(attach=(photo, letter))
    make("box/a.pdf", "report")
    assert classify_files([box]) == ClassifiedFiles(receive=(box,))


def test_an_invitation_is_never_evidence_in_a_folder_either(make):
    letter, invitation = make("box/law.pdf", "plain"), make("box/san-verano.invitation", "anything")
    assert classify_files([invitation]) == ClassifiedFiles(join=(invitation,))
    assert classify_files([letter.parent]) == ClassifiedFiles(attach=(letter,), join=(invitation,))


def test_a_folder_that_is_a_form_is_one(make):
    sheet = make("form/survey.csv", "anything")
    assert classify_files([sheet.parent]) == ClassifiedFiles(forms=(sheet.parent,))
    assert classify_files([sheet]) == ClassifiedFiles(forms=(sheet,))


def test_what_cannot_even_be_looked_at_is_left_to_attaching_which_says_why(tmp_path):
    path = tmp_path / ("x" * 300)
    assert classify_files([path]) == ClassifiedFiles(attach=(path,))


def test_looking_can_be_stopped(make):
    path = make("a.pdf", "report")

    def stop(*_):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        classify_files([path], stop)


def test_looking_writes_nothing(make):
    path = make("a.zip", "reports zipped")
    before = path.read_bytes()
    classify_files([path])
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]
