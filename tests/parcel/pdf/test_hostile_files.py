"""One attack per test: parcels and PDFs that try to fill, stall, crash or escape."""

from __future__ import annotations

import sys
import time
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from assessor.errors import ParcelError
from assessor.parcel.child import parser_pool
from assessor.parcel.child.page_digest import MAX_PAGES
from assessor.parcel.keys.identity import Identity, load_identity
from assessor.parcel.pack.parcel_pack import (
    MAX_CONTENT_SIZE,
    MAX_PARCEL_ENTRIES,
    MAX_PARCEL_SIZE,
    PARCEL_ENVELOPE,
    build_parcel,
    parcel_fingerprint,
    unpack_parcel,
)
from assessor.parcel.pdf.page_seal import UNSEALED
from assessor.parcel.pdf.parcel_extraction import check_pdf_pages, extract_from_pdf
from assessor.parcel.pdf.report_pdf import ATTACHMENT, embed_parcel
from assessor.registry.receive.receiver import receive
from assessor.store.model.changeset import Changeset, seal_changeset
from assessor.store.model.changeset_core import CoreLine, NotAChangeset, build_core
from assessor.store.write.mission import Mission
from tests.support.parcel.bombs import zeros
from tests.support.parcel.sample_pdf import pages
from tests.support.store.laptops import ASSESSMENT, FORM

pytestmark = pytest.mark.slow

SECONDS = 5.0
"""The time limit of an attack on a slow machine; `python -m tests.bench fuzz` allows one second."""


@pytest.fixture(scope="module")
def eve(tmp_path_factory: pytest.TempPathFactory) -> Identity:
    return load_identity(tmp_path_factory.mktemp("eve"), "Eve")


def refused(data: bytes, word: str, read: Callable[[bytes], object] = unpack_parcel) -> None:
    """Check that it is refused soon, with one sentence."""
    start = time.perf_counter()
    with pytest.raises(ParcelError, match=word) as raised:
        read(data)
    assert time.perf_counter() - start < SECONDS
    assert "\n" not in str(raised.value) and str(raised.value).endswith(".")


def from_pdf(data: bytes) -> bytes:
    return extract_from_pdf(data, "report.pdf")


# parcels


def test_a_parcel_larger_than_any_report_is_not_even_hashed() -> None:
    refused(bytes(MAX_PARCEL_SIZE + 1), "larger than 64 MB")


def test_the_test_bomb_is_a_valid_stream() -> None:
    for size in (5, 2**20, 3 * 2**20 + 7, 70_000 * 2**10):
        assert zlib.decompress(zeros(size)) == bytes(size)


@pytest.mark.parametrize("signed", [True, False])
def test_a_bomb_is_not_unpacked_beyond_the_limit(eve: Identity, signed: bool) -> None:
    bomb = zeros(MAX_CONTENT_SIZE + 1)
    assert len(bomb) < MAX_CONTENT_SIZE // 500
    refused(PARCEL_ENVELOPE.wrap(bomb, eve if signed else None), "more than 128 MB")


def test_excessive_entries_are_counted_before_they_are_read() -> None:
    import msgspec

    many = {
        "core": b"", "signature": b"", "bodies": "\n" * MAX_PARCEL_ENTRIES, "proofs": b"",
    }  # fmt: skip
    content = {
        "profile": "internal", "made_at": 0, "forms": {}, "assessments": {},
        "changesets": [many], "evidence": {}, "recovery": b"",
    }  # fmt: skip
    refused(
        PARCEL_ENVELOPE.wrap(zlib.compress(msgspec.msgpack.encode(content)), None),
        "more than 500000 entries",
    )


@pytest.mark.parametrize(
    "content", [b"\x91" * 1_000_000, b"\x81\xa1a" * 300_000, b"\xdd\xff\xff\xff\xff", b"\xc6" * 9]
)
def test_content_nested_or_counted_without_end_is_refused(content: bytes) -> None:
    refused(PARCEL_ENVELOPE.wrap(zlib.compress(content), None), "damaged or changed")


@pytest.mark.parametrize("depth", [9, 5_000])
def test_a_body_nested_too_deeply_is_refused(eve: Identity, depth: int) -> None:
    body = '{"a":' * depth + "1" + "}" * depth
    said = build_core(
        eve.public.hex(), "Eve", 1, FORM, ASSESSMENT, (CoreLine("answer", "/d/q", 1, ()),)
    )
    with pytest.raises(NotAChangeset):
        seal_changeset(said, [body], eve)


def test_a_form_that_is_not_what_it_is_called_is_refused() -> None:
    refused(build_parcel((), {}, {"ab" * 32: b"form"}), "damaged")


@pytest.mark.parametrize("name", ["../../x", "/etc/passwd", "A" * 64, ""])
def test_a_digest_is_no_path(name: str) -> None:
    refused(build_parcel((), {}, {}, evidence={name: b"x"}), "damaged")


# PDFs


def _pdf(change: Callable[[pikepdf.Pdf], object], **how: object) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(embed_parcel(pages(), b"parcel", title="x"))) as pdf:
        change(pdf)
        pdf.save(out, **how)
    return out.getvalue()


def _stream_of(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    [spec] = [
        item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/EF" in item
    ]
    return spec.EF.F


def nested_bomb(pdf: pikepdf.Pdf) -> None:
    inner = zlib.compress(zeros(2**28), 9)
    names = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
    _stream_of(pdf).write(inner, filter=names)


def many_attachments(pdf: pikepdf.Pdf) -> None:
    spec = pikepdf.AttachedFileSpec(pdf, b"x", filename=ATTACHMENT)
    for number in range(300):
        pdf.attachments[f"a{number}"] = spec


def loop(pdf: pikepdf.Pdf) -> None:
    tree = pdf.Root.Names.EmbeddedFiles
    tree = pdf.make_indirect(tree) if not tree.is_indirect else tree
    pdf.Root.Names.EmbeddedFiles = tree
    tree.Kids = pikepdf.Array([tree])


def deep(pdf: pikepdf.Pdf) -> None:
    inner = pdf.make_indirect(pikepdf.Array([]))
    for _ in range(3000):
        inner = pdf.make_indirect(pikepdf.Array([inner]))
    pdf.Root.Deep = inner


def named(name: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.attachments[ATTACHMENT]
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, b"x", filename=name)

    return change


def test_a_bomb_in_a_bomb_is_not_opened() -> None:
    refused(_pdf(nested_bomb, compress_streams=False), "damaged|memory", from_pdf)


def test_three_hundred_attachments_of_one_name_are_refused() -> None:
    refused(_pdf(many_attachments), "more than one", from_pdf)


@pytest.mark.parametrize("change", [loop, deep])
def test_cyclic_and_deep_objects_end(change: Callable[..., None]) -> None:
    start = time.perf_counter()
    try:
        assert from_pdf(_pdf(change)) == b"parcel"
    except ParcelError as error:
        assert str(error).endswith(".")
    assert time.perf_counter() - start < SECONDS


@pytest.mark.parametrize("name", ["../../answers.assessor", "/tmp/answers.assessor", "C:\\x"])
def test_no_file_is_written_where_an_attachment_says(tmp_path: Path, name: str) -> None:
    refused(_pdf(named(name)), "no parcel|taken out", from_pdf)
    assert list(tmp_path.iterdir()) == []


def test_pages_without_end_are_not_digested(eve: Identity) -> None:
    def add(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        for _ in range(MAX_PAGES):
            pdf.pages.append(page)

    data = _pdf(add)
    start = time.perf_counter()
    parcel = parcel_fingerprint(b"parcel")
    assert check_pdf_pages(data, parcel=parcel, sender=eve.public.hex()).state == UNSEALED
    assert time.perf_counter() - start < SECONDS


def test_a_page_that_unpacks_to_a_gigabyte_costs_only_its_child(eve: Identity) -> None:
    def inflate(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Contents.write(zeros(2**30), filter=pikepdf.Name.FlateDecode)

    data = _pdf(inflate, compress_streams=False)
    found = check_pdf_pages(data, parcel=parcel_fingerprint(b"parcel"), sender=eve.public.hex())
    assert found.state == UNSEALED
    assert from_pdf(data) == b"parcel"


@pytest.mark.skipif(sys.platform == "win32", reason="the child is killed by a POSIX signal here")
def test_the_death_of_the_child_is_a_refused_receipt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.pdf").write_bytes(embed_parcel(pages(), b"parcel", title="x"))
    dies = (
        "import os, sys; sys.stdout.write('ready'); sys.stdout.flush();"
        " sys.stdin.buffer.read(20); os.kill(os.getpid(), 11)"
    )
    parser_pool.stop_parsers()
    monkeypatch.setattr(parser_pool, "COMMAND", [*parser_pool.COMMAND[:-1], dies])
    with Mission.in_memory() as registry:
        [receipt] = receive(registry, [tmp_path / "a.pdf"])
        assert receipt.status == "refused" and receipt.reason.endswith(".")
        assert registry.assessments() == () and registry.check() == ()
    parser_pool.stop_parsers()
    monkeypatch.undo()
    assert from_pdf((tmp_path / "a.pdf").read_bytes()) == b"parcel"


def test_a_changeset_whose_numbers_run_over_is_refused(eve: Identity) -> None:
    said = build_core(
        eve.public.hex(), "Eve", 1, FORM, ASSESSMENT, (CoreLine("answer", "/d/q", 1, ()),)
    )
    changeset = seal_changeset(said, ['{"value":"1"}'], eve)
    core = changeset.core.replace(b"[3,", b"[%d," % 2**70, 1)
    with pytest.raises(NotAChangeset):
        Changeset(core, changeset.signature, changeset.payloads, changeset.proofs)
