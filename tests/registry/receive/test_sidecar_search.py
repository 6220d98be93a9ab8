"""Evidence files beside a report are found, come once, and are named while they are missing."""

from __future__ import annotations

from hashlib import sha256

import pytest

from assessor.parcel.pack.parcel_pack import build_parcel, pack_parcel
from assessor.parcel.pack.sidecars import make_sidecar, plan_sidecars, sidecar_path
from assessor.registry.receive.receiver import receive
from tests.support.store.laptops import ASSESSMENT

FILM, LETTER = b"film" * 1_000, b"letter"


@pytest.fixture
def sent(tmp_path, ana):
    """Return a report and its sidecar, beside an unreadable and a foreign one."""
    for name, content in (("film.mp4", FILM), ("letter.pdf", LETTER)):
        digest = sha256(content).hexdigest()
        ana.mission.put_evidence(digest, content)
        ana.say(name, "", kind="evidence", sha256=digest, name=name)
    folder = tmp_path / "sent"
    folder.mkdir()
    report = folder / "report.assessor"
    [group] = plan_sidecars(ana.mission, [ASSESSMENT], above=1_000)
    report.write_bytes(
        pack_parcel(ana.mission, [ASSESSMENT], signer=ana.identity, left=frozenset(group))
    )
    sidecar = sidecar_path(report, 1)
    sidecar.write_bytes(make_sidecar(ana.mission, [ASSESSMENT], group, ana.identity))
    sidecar_path(report, 2).write_bytes(b"no parcel")
    sidecar_path(folder / "other.assessor", 1).write_bytes(build_parcel((), {}, {}))
    return report, sidecar


def test_a_sidecar_comes_with_its_report(registry, sent):
    report, sidecar = sent
    preview, beside = receive(registry, [report], preview=True)
    assert (preview.missing, beside.files) == ((), 1) and registry.receipts() == ()
    receipt, beside = receive(registry, [report, sidecar])
    assert (receipt.files, receipt.missing) == (1, ())
    assert (beside.file, beside.files) == (sidecar.name, 1)
    assert registry.missing_files([ASSESSMENT]) == {}


def test_a_missing_file_is_named_until_it_comes(registry, sent, tmp_path):
    report, sidecar = sent
    alone = tmp_path / "alone.assessor"
    alone.write_bytes(report.read_bytes())
    [receipt] = receive(registry, [alone])
    assert receipt.missing == ("film.mp4",)
    [late] = receive(registry, [sidecar])
    assert late.files == 1 and registry.has_evidence(sha256(FILM).hexdigest())
    assert receive(registry, [alone])[0].missing == ()


def test_a_sidecar_that_no_entry_names_is_refused(registry, sent):
    _, sidecar = sent
    [preview] = receive(registry, [sidecar], preview=True)
    [receipt] = receive(registry, [sidecar])
    assert preview.status == receipt.status == "refused"
    assert "names the files" in receipt.reason and len(registry.quarantine()) == 1
