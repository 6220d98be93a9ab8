"""Mutated parcels and PDFs: refused, or exactly what was sent."""

from __future__ import annotations

import random
import resource
import tempfile
import time
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import msgspec
import pikepdf

from assessor.errors import ParcelError
from assessor.parcel.child.child_protocol import PageData
from assessor.parcel.child.page_digest import page_digests
from assessor.parcel.child.pdf_parser import digest_pages, find_parcel
from assessor.parcel.keys.identity import load_identity
from assessor.parcel.pack import parcel_pack as parcels
from assessor.parcel.pack.parcel_pack import PARCEL_ENVELOPE, parcel_fingerprint, unpack_parcel
from assessor.parcel.pdf.page_seal import SIGNED, check_pages
from assessor.parcel.pdf.report_pdf import embed_parcel
from tests.support.parcel.sample_pdf import pages
from tests.support.paths import TEST_DATA


def flip(data: bytearray, dice: random.Random) -> None:
    for _ in range(dice.choice((1, 1, 1, 2, 8))):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)


def cut(data: bytearray, dice: random.Random) -> None:
    del data[dice.randrange(len(data)) :]


def drop(data: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(data))
    del data[start : start + dice.choice((1, 2, 16, 300))]


def double(data: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(data))
    data[start:start] = data[start : start + dice.choice((1, 2, 16, 300))]


def overwrite(data: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(data))
    data[start : start + 4] = dice.choice(
        (b"\xff" * 4, bytes(4), b"\xdd\xff\xff\xff", b"\xdf\xff\xff\xff", b"9999", b"-1 \x91")
    )


WAYS: tuple[Callable[[bytearray, random.Random], None], ...] = (flip, cut, drop, double, overwrite)


def bent(data: bytes, dice: random.Random) -> bytes:
    """Return `data` with one to three mutations."""
    out = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 3))):
        if out:
            dice.choice(WAYS)(out, dice)
    return bytes(out)


def fuzz_parcels(count: int, seed: int) -> dict[str, float]:
    """Mutate parcels inside and outside their compression; return statistics.

    Raises AssertionError if one is accepted with other changesets than were signed, or takes a
    second; any error other than a refusal passes through.
    """
    dice = random.Random(seed)
    sources = [path.read_bytes() for path in sorted(TEST_DATA.glob("*.assessor"))]
    truth = {one.id: one for source in sources for one in unpack_parcel(source).changesets}
    contents = [zlib.decompress(source[len(PARCEL_ENVELOPE.header) + 128 :]) for source in sources]
    refused, worst = 0, 0.0
    for number in range(count):
        if number % 3:
            data = PARCEL_ENVELOPE.wrap(zlib.compress(bent(dice.choice(contents), dice), 1), None)
        else:
            data = bent(dice.choice(sources), dice)
        start = time.perf_counter()
        try:
            found = unpack_parcel(data).changesets
        except ParcelError:
            refused += 1
        else:
            assert all(_same(one, truth) for one in found)
        worst = max(worst, time.perf_counter() - start)
    assert worst < 1.0
    return {"refused": refused, "worst": worst, "memory": _megabytes()}


def _same(one: parcels.Changeset, truth: dict[str, parcels.Changeset]) -> bool:
    """Check that nothing but what was signed came out; a body may be withheld."""
    signed = truth[one.id]
    bodies = zip(one.payloads, signed.payloads, strict=True)
    return one.core == signed.core and all(
        mine is None or theirs is None or mine == theirs for mine, theirs in bodies
    )


def fuzz_pdfs(count: int, seed: int) -> dict[str, float]:
    """Mutate PDFs, parse them and check their pages, in a process that may die.

    Raises AssertionError if unsigned answers come out, if altered pages count as signed, or if one
    takes a second.
    """
    dice = random.Random(seed)
    truth = (TEST_DATA / "parcel-1.assessor").read_bytes()
    wanted = {one.id for one in unpack_parcel(truth).changesets}
    with tempfile.TemporaryDirectory() as home:
        signer = load_identity(Path(home), "Ana")
    sealed = embed_parcel(pages(2, text="Stage 2"), truth, title="San Verano", signer=signer)
    sources = [(TEST_DATA / "parcel-1.pdf").read_bytes(), sealed]
    drawn = _digests(sealed)
    whole, signed, worst = 0, 0, 0.0
    for number in range(count):
        data = bent(sources[number % 2], dice)
        start = time.perf_counter()
        letter, content = find_parcel(data)
        if letter == b"P":
            try:
                assert {one.id for one in unpack_parcel(content).changesets} <= wanted
                whole += 1
            except ParcelError:
                pass
        letter, content = digest_pages(data)
        if letter == b"P":
            found = msgspec.msgpack.decode(content, type=PageData)
            key, named = signer.public.hex(), parcel_fingerprint(truth)
            if check_pages(found, parcel=named, sender=key).state == SIGNED:
                assert found.drawings == drawn
                signed += 1
        worst = max(worst, time.perf_counter() - start)
    assert worst < 1.0
    return {"whole": whole, "signed": signed, "worst": worst, "memory": _megabytes()}


def _digests(report: bytes) -> list[bytes]:
    with pikepdf.open(BytesIO(report)) as pdf:
        return page_digests(pdf)


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
