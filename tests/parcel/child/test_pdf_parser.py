"""The parser of foreign PDFs and mails, run in this process; its limits are tested in a child."""

from __future__ import annotations

from email.message import EmailMessage
from hashlib import sha256
from io import BytesIO

import msgspec
import pikepdf
import pytest

from assessor.parcel.child import child_protocol, pdf_parser
from assessor.parcel.child.child_protocol import BOTH, MAIL, PAGES, PARCEL, PageData
from assessor.parcel.keys.identity import load_identity
from assessor.parcel.pdf.report_pdf import embed_parcel
from tests.support.parcel.sample_pdf import pages

CONTENT = b"ASSESSOR PARCEL 2\n" + bytes(range(256)) * 40
FINGERPRINT = sha256(CONTENT).hexdigest()[:16]
PRINTED = " ".join(FINGERPRINT[at : at + 4] for at in range(0, 16, 4))


@pytest.fixture
def report(tmp_path) -> bytes:
    signer = load_identity(tmp_path, "Ana")
    return embed_parcel(pages(2, PRINTED), CONTENT, title="San Verano", signer=signer)


def changed(data: bytes, change, **wishes) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out, **wishes)
    return out.getvalue()


def without(pdf: pikepdf.Pdf) -> None:
    del pdf.attachments["answers.assessor"]
    pdf.remove_unreferenced_resources()
    del pdf.docinfo["/Keywords"]


def twice(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["more"] = pikepdf.AttachedFileSpec(pdf, b"x", filename="answers.assessor")


def test_one_process_answers_every_request(report, monkeypatch):
    monkeypatch.setattr(child_protocol, "extend_time", lambda: None)
    source = BytesIO(
        b"".join(
            what + len(report).to_bytes(8, "big") + report for what in (PARCEL, PAGES, BOTH, MAIL)
        )
    )
    sink = BytesIO()
    pdf_parser.serve(source, sink)
    answers, data = [], sink.getvalue()
    while data:
        size = int.from_bytes(data[1:9], "big")
        answers.append((data[:1], data[9 : 9 + size]))
        data = data[9 + size :]
    (parcel, digests, both, mail) = answers
    assert parcel == (b"P", CONTENT)
    found = msgspec.msgpack.decode(digests[1], type=PageData)
    assert digests[0] == b"P" and found.seal and len(found.drawings) == 2
    assert both == (b"P", len(CONTENT).to_bytes(8, "big") + CONTENT + digests[1])
    assert mail[0] in (b"P", b"B")


@pytest.mark.parametrize(
    ("change", "wishes", "letter"),
    [
        (twice, {}, b"M"),
        (lambda _: None, {"encryption": pikepdf.Encryption(user="a", owner="b")}, b"E"),
        (lambda _: None, {"encryption": pikepdf.Encryption(user="", owner="b")}, b"E"),
    ],
)
def test_what_no_report_has_is_refused(report, change, wishes, letter):
    data = changed(report, change, **wishes)
    assert pdf_parser.find_parcel(data) == (letter, b"")
    assert pdf_parser.find_parcel_and_pages(data)[0] == letter


@pytest.mark.parametrize("write", ["plainly", "letter by letter", "in a form"])
def test_the_printed_fingerprint_is_a_hint(write):
    letter, hint = pdf_parser.find_parcel(pages(1, PRINTED, write))
    assert (letter, hint.decode()) == (b"N", f"assessor-parcel:{FINGERPRINT}")
    assert pdf_parser.find_parcel(pages(1, "nothing")) == (b"N", b"")


def test_a_truncated_report_yields_its_parcel_and_a_broken_one_none(report):
    end = report.index(CONTENT) + len(CONTENT) if CONTENT in report else len(report) * 9 // 10
    assert pdf_parser.find_parcel(report[:end]) == (b"P", CONTENT)
    assert pdf_parser.find_parcel(report[:200]) == (b"B", b"")
    assert pdf_parser.find_parcel(b"no PDF") == (b"B", b"")
    assert pdf_parser.digest_pages(b"no PDF") == (b"B", b"")
    assert pdf_parser.find_parcel_and_pages(b"no PDF") == (b"B", b"")


def test_the_files_of_a_mail_come_with_their_names():
    mail = EmailMessage()
    mail.set_content("See the report.")
    mail.add_attachment(b"one", maintype="application", subtype="pdf", filename="Bericht ü.pdf")
    letter, content = pdf_parser.read_attachments(mail.as_bytes())
    name = "Bericht ü.pdf".encode()
    sizes = len(name).to_bytes(4, "big") + (3).to_bytes(8, "big")
    assert (letter, content) == (b"P", sizes + name + b"one")


def test_a_mail_with_too_many_files_is_refused(monkeypatch):
    monkeypatch.setattr(pdf_parser, "MAX_ATTACHMENTS", 1)
    mail = EmailMessage()
    for name in ("a.pdf", "b.pdf"):
        mail.add_attachment(b"x", maintype="application", subtype="pdf", filename=name)
    assert pdf_parser.read_attachments(mail.as_bytes()) == (b"L", b"")
