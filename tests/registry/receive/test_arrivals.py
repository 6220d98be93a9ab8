"""Reports come in archives, mails and base64, parsed in child processes; bombs are refused."""

from __future__ import annotations

import base64
import hashlib
import os
import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from assessor.parcel.pack.parcel_pack import build_parcel, pack_parcel
from assessor.registry.receive.receiver import receive
from assessor.store.write.mission import Mission
from tests.support.parcel.sample_pdf import pages
from tests.support.registry.mail import mailed, zipped
from tests.support.registry.registry_laptops import parcel, report
from tests.support.store.laptops import ASSESSMENT, FORM, Laptop


def came(registry, path: Path, content: bytes, **how):
    path.write_bytes(content)
    return receive(registry, [path], **how)


def facts(receipts):
    return [(one.file, one.status, one.new, one.pages) for one in receipts]


@pytest.mark.parametrize(
    ("name", "wrap", "shown"),
    [
        ("sent.zip", lambda one: zipped({"a/Ana.pdf": one, "a/": b"", "a/x.txt": b"x"}), "Ana.pdf"),
        ("sent.bin", lambda one: zipped({"Ana.pdf": one}, zipfile.ZIP_STORED), "Ana.pdf"),
        ("mail.eml", lambda one: mailed({"Évaluation.pdf": one}), "Évaluation.pdf"),
        ("mail.eml", lambda one: mailed({}, around=one), "in.pdf"),
        ("mail.eml", lambda one: mailed({"all.zip": zipped({"b.pdf": one})}), "all.zip › b.pdf"),
        ("sent.zip", lambda one: zipped({"m.eml": mailed({"b.pdf": one})}), "m.eml › b.pdf"),
        ("a.txt", base64.b64encode, ""),
        ("a.pdf", base64.encodebytes, ""),
        ("a.b64", lambda one: b"\r\n" + base64.encodebytes(zipped({"Ana.pdf": one})), "Ana.pdf"),
    ],
)
def test_a_report_is_unwrapped(registry, ana, tmp_path, name, wrap, shown):
    whole = wrap(report(ana))
    file = f"{name} › {shown}" if shown else name
    assert facts(came(registry, tmp_path / name, whole, preview=True)) == [
        (file, "preview", 1, "as signed")
    ]
    assert facts(came(registry, tmp_path / name, whole)) == [(file, "new", 1, "as signed")]
    again = came(registry, tmp_path / f"again {name}", whole)
    assert [(one.status, one.pages) for one in again] == [("known", "as signed")]
    assert "came before as" in again[0].reason and registry.check() == ()


def test_an_archive_has_reports_and_other_files(registry, ana, ben, tmp_path):
    inside = {"../../etc/ana.pdf": report(ana), "b\\ben.assessor": parcel(ben), "x.pdf": pages()}
    found = came(registry, tmp_path / "a.zip", zipped(inside))
    assert [(one.file, one.status) for one in found] == [
        ("a.zip › ana.pdf", "new"), ("a.zip › ben.assessor", "new"), ("a.zip › x.pdf", "refused"),
    ]  # fmt: skip
    assert "carries no parcel" in found[2].reason
    assert not [*tmp_path.rglob("ana.pdf"), *tmp_path.rglob("ben.assessor")]


def broken_archive(content: bytes) -> bytes:
    whole = bytearray(zipped({"a.pdf": content}))
    whole[60] ^= 0xFF
    return bytes(whole)


def lying_directory(content: bytes) -> bytes:
    """Return an archive whose stated directory is as large as the file."""
    whole = zipped({"a.pdf": content + bytes(3 << 20)}, zipfile.ZIP_STORED)
    at = whole.rfind(b"PK\x05\x06")
    return whole[: at + 12] + struct.pack("<II", at, 0) + whole[at + 20 :]


def encrypted(content: bytes) -> bytes:
    whole = bytearray(zipped({"a.pdf": content}))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        whole[whole.find(sign) + at] |= 1
    return bytes(whole)


def deep(content: bytes) -> bytes:
    for _ in range(5):
        content = zipped({"in.zip": content})
    return content


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.zip", zipped({}) + b"", "damaged or not a PDF"),
        ("a.zip", zipped({"a.txt": b"x", ".hidden.pdf": b"%PDF-"}), "no report"),
        ("a.zip", b"PK\x03\x04 and nothing more", "is damaged"),
        ("a.zip", broken_archive(b"%PDF-1.7" + bytes(range(256)) * 9), "a.pdf is damaged"),
        ("a.zip", lying_directory(b"%PDF-"), "more than|is damaged"),
        ("a.zip", encrypted(b"%PDF-"), "password"),
        ("a.zip", zipped({"a.pdf": bytes(30 << 20)}), "more memory or time"),
        ("a.zip", zipped({"a.pdf": b"%PDF-"}, zipfile.ZIP_LZMA), "more memory or time"),
        ("a.zip", deep(b"%PDF-"), "wrapped too often"),
        ("a.zip", zipped({"a.mission": b"SQLite format 3\0"}), "is a mission file"),
        ("a.eml", b"Subject: x\n\nnothing attached", "no report"),
        ("a.eml", b"", "a.eml is empty: copy or download it again"),
        ("a.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Outlook", "another program"),
        ("a.mbox", b"From someone", "another program"),
        ("a.txt", b"JVBERi0!", "is damaged"),
    ],
)  # fmt: skip
def test_what_cannot_be_opened_is_refused_by_name(registry, tmp_path, name, content, why):
    [receipt] = came(registry, tmp_path / name, content)
    assert receipt.status == "refused" and registry.quarantine() == ()
    assert any(part in receipt.reason for part in why.split("|")), receipt.reason


def test_a_pipe_is_refused_not_waited_for(registry, tmp_path):
    os.mkfifo(tmp_path / "a.pdf")
    [receipt] = receive(registry, [tmp_path / "a.pdf"])
    assert receipt.reason == "a.pdf is not a file: save it as one, then try again."


def test_more_files_than_anybody_sends_are_not_read(registry, tmp_path, monkeypatch):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(5_001):
            archive.writestr(f"{number}.pdf", b"")
    [receipt] = came(registry, tmp_path / "a.zip", out.getvalue())
    assert receipt.reason == "a.zip holds more than 5000 files."


def test_a_mail_made_to_fill_memory_is_a_refused_file(registry, ana, tmp_path):
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(20_000)
    )
    [receipt] = came(registry, tmp_path / "a.eml", nested)
    assert receipt.status == "refused" and receipt.reason.startswith("a.eml ")
    many = b"--x\nContent-Disposition: attachment; filename=a.pdf\n\n%PDF-\n" * 1_001
    head = b"Content-Type: multipart/mixed; boundary=x\n\n"
    [receipt] = came(registry, tmp_path / "b.eml", head + many + b"--x--\n")
    assert receipt.status == "refused" and "more memory or time" in receipt.reason
    [good] = came(registry, tmp_path / "c.eml", mailed({"Ana.pdf": report(ana)}))
    assert good.status == "new"


def test_a_sidecar_in_the_same_archive_is_found_whichever_comes_first(registry, tmp_path):
    film = bytes(range(256)) * 40
    digest = hashlib.sha256(film).hexdigest()
    laptop = Laptop(tmp_path, "Eva")
    laptop.say("e1", "", kind="evidence", sha256=digest, name="film.mp4")
    laptop.mission.put_evidence(digest, film)
    made = pack_parcel(laptop.mission, [ASSESSMENT], signer=laptop.identity, left={digest})
    beside = build_parcel(
        (), {ASSESSMENT: FORM}, {}, evidence={digest: film}, signer=laptop.identity
    )
    path = tmp_path / "sent.zip"
    whole = zipped({"a.files.assessor": beside, "a.assessor": made})
    preview = came(registry, path, whole, preview=True)
    assert [(one.status, one.files, one.missing) for one in preview] == [
        ("preview", 0, ()), ("preview", 1, ()),
    ]  # fmt: skip
    found = came(registry, path, whole)
    assert [(one.status, one.files, one.missing) for one in found] == [
        ("new", 0, ()), ("new", 1, ()),
    ]  # fmt: skip
    assert registry.evidence(digest) == film
    [alone] = came(Mission.in_memory(), path, zipped({"a.assessor": made}))
    assert alone.missing == ("film.mp4",)


def test_progress_tells_files_and_can_stop_the_work(registry, ana, ben, tmp_path):
    folder = tmp_path / "sent"
    folder.mkdir()
    for laptop in (ana, ben):
        (folder / f"{laptop.identity.name}.pdf").write_bytes(report(laptop))
    (folder / "z.zip").write_bytes(zipped({"one.pdf": report(ana), "two.pdf": report(ben)}))
    told = []
    receive(registry, [folder], progress=lambda *step: told.append(step), preview=True)
    assert told == [
        (0, 3, "Ana.pdf"), (1, 3, "Ben.pdf"), (2, 3, "z.zip › one.pdf"),
        (2, 3, "z.zip › two.pdf"), (3, 3, ""),
    ]  # fmt: skip

    class Enough(Exception):
        pass

    def stop(done, of, name):
        if done == 1:
            raise Enough

    with pytest.raises(Enough):
        receive(registry, [folder], progress=stop)
    assert [one.file for one in registry.receipts()] == ["Ana.pdf"] and registry.check() == ()
