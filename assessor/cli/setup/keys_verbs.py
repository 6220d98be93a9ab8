"""Verbs on keys: new, show, trust, revoke, list, recover; those on people are in contacts."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from assessor.assessment.base.file_writing import put
from assessor.assessment.base.people import introduced
from assessor.assessment.mission.passphrase_protection import (
    RECOVERY_SUFFIX,
    change_passphrase,
    write_recovery,
)
from assessor.cli.base import console
from assessor.cli.base.options import first_line, me, passphrase, passphrase_of, registry_place
from assessor.cli.setup import contact_verbs, pack
from assessor.errors import FileError, KeyUnusable, Refused
from assessor.parcel.keys.age_sealing import (
    create_headquarters_key,
    headquarters_keys,
    headquarters_public,
)
from assessor.parcel.keys.contact_card import CARD_SUFFIX
from assessor.parcel.keys.identity import key_fingerprint, profile_folder, renew_identity
from assessor.parcel.keys.passphrase_recovery import recover_file_key
from assessor.parcel.pack.parcel_pack import unpack_parcel
from assessor.parcel.pdf.parcel_extraction import read_parcel
from assessor.parcel.pdf.report_pdf import read_file
from assessor.registry.trust import trust_roster
from assessor.store.write.mission import Mission, now_ms


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verbs of this module."""
    keys = verbs.add_parser("keys", help="who signs here, whom a registry trusts, how to seal")
    inner = keys.add_subparsers(dest="keys_verb", metavar="VERB", required=True)
    _own(inner)
    _roster(inner)
    _passphrases(inner)
    contact_verbs.add_verbs(inner)
    pack.add_update(inner)


def _own(inner: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The keys of this computer."""
    new = inner.add_parser("new", help="make headquarters' key; its public half goes to missions")
    new.add_argument("--headquarters", action="store_true", required=True)
    new.add_argument("-o", "--output", type=Path, metavar="HQ.pub", help="write the public half")
    new.set_defaults(run=_new)

    show = inner.add_parser("show", help="the key this laptop signs with")
    show.add_argument("--json", action="store_true")
    show.set_defaults(run=_show)

    renew = inner.add_parser("renew", help="a new key for a computer that was copied from another")
    renew.set_defaults(run=_renew)


def _roster(inner: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Whom a registry trusts."""
    trusts = inner.add_parser("trust", help="put a key on a registry's roster, or back on it")
    registry_place(trusts)
    trusts.add_argument("key", metavar="KEY", help="64 hex digits, or a contact card")
    trusts.add_argument("--name", metavar="NAME", help="whose it is; a card says so itself")
    passphrase(trusts)
    trusts.set_defaults(run=_trust)

    revokes = inner.add_parser("revoke", help="take in nothing more that a key signed")
    registry_place(revokes)
    revokes.add_argument("key", metavar="KEY", help="64 hex digits, or a contact card")
    passphrase(revokes)
    revokes.set_defaults(run=_revoke)

    listing = inner.add_parser("list", help="the roster of a registry")
    registry_place(listing)
    listing.add_argument("--json", action="store_true")
    passphrase(listing)
    listing.set_defaults(run=_list)


def _passphrases(inner: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """What opens a file."""
    recover = inner.add_parser("recover", help="give a mission a new passphrase at headquarters")
    recover.add_argument(
        "parcel", type=Path, metavar="SEALED", help="any report sealed to us, or a .recovery file"
    )
    recover.add_argument("file", type=Path, metavar="FILE.mission")
    passphrase(recover)
    recover.set_defaults(run=_recover)

    changes = inner.add_parser("passphrase", help="change, set or remove a file's passphrase")
    changes.add_argument("file", type=Path, metavar="FILE")
    to = changes.add_mutually_exclusive_group(required=True)
    to.add_argument(
        "--new-passphrase-file", type=Path, metavar="N", help="its first line is the new one"
    )
    to.add_argument("--remove", action="store_true", help="leave the file open to anybody")
    passphrase(changes)
    changes.set_defaults(run=_change)


def _new(given: argparse.Namespace) -> int:
    if given.output is not None and given.output.exists():
        raise KeyUnusable("{file} exists already: choose another name.", file=given.output)
    if given.output is not None and not given.output.parent.is_dir():  # before there is a key
        raise FileError(
            "There is no folder {folder}: make it first, or choose another.",
            folder=given.output.parent,
        )
    public = create_headquarters_key(profile_folder())
    if given.output is not None:
        put(f"{public}\n".encode("ascii"), given.output)
    console.line(public)
    return 0


def _show(given: argparse.Namespace) -> int:
    mine = me()
    facts = {
        "name": mine.name,
        "public": mine.public.hex(),
        "words": mine.words,
        "fingerprint": mine.fingerprint,
        "headquarters": list(headquarters_public(profile_folder())),
    }
    if given.json:
        console.as_json(facts)
    else:
        console.table((name, fact) for name, fact in facts.items() if fact)
    return 0


def _renew(_: argparse.Namespace) -> int:
    fresh = renew_identity(profile_folder())
    console.line(f"{fresh.name}: {fresh.fingerprint}, {fresh.words}")
    console.line("tell headquarters: what the new key signs waits there until it is trusted")
    return 0


def _named(key: str) -> tuple[str, str]:
    """A key as it was given, or the key and name on a contact card."""
    if Path(key).suffix.lower() != CARD_SUFFIX:
        return key, ""
    [card] = introduced(Path(key))
    return card.public, card.name


def _trust(given: argparse.Namespace) -> int:
    key, name = _named(given.key)
    name = given.name or name
    if not name:
        raise Refused("Say whose key it is with --name.")
    with Mission.open(given.registry, passphrase=passphrase_of(given)) as registry:
        trust_roster.trust_key(registry, key, name)
        console.line(
            f"{name} is trusted; {len(trust_roster.read_roster(registry))} keys on the roster"
        )
    return 0


def _revoke(given: argparse.Namespace) -> int:
    key, name = _named(given.key)
    with Mission.open(given.registry, passphrase=passphrase_of(given)) as registry:
        trust_roster.revoke_key(registry, key, now_ms())
    console.line(f"{name or key[:16]}: revoked; what came before stays, what comes now waits")
    return 0


def _list(given: argparse.Namespace) -> int:
    with Mission.open(given.registry, passphrase=passphrase_of(given)) as registry:
        members = list(trust_roster.read_roster(registry).values())
    if given.json:
        console.as_json(
            [{"public": o.public, "name": o.name, "revoked_at": o.revoked_at} for o in members]
        )
    elif not members:
        console.line("No roster: everybody's work is taken in, and counts as unverified.")
    else:
        console.table(
            (
                each.name,
                key_fingerprint(bytes.fromhex(each.public)),
                "revoked" if each.revoked_at else "",
            )
            for each in members
        )
    return 0


def _recover(given: argparse.Namespace) -> int:
    secret = passphrase_of(given)
    if secret is None:
        raise Refused("Say the new passphrase with --passphrase-file.")
    ours = headquarters_keys(profile_folder())
    key = recover_file_key(_way_back(given.parcel, ours), ours)
    with Mission.open(given.file, file_key=key) as mission:
        mission.protect(secret)
        write_recovery(mission)
    console.line(f"{given.file}: opens with the new passphrase")
    return 0


def _way_back(path: Path, ours: Sequence[str]) -> bytes:
    """The recovery file in a sealed report, or the one that a file is."""
    if path.suffix.lower() == RECOVERY_SUFFIX:
        return read_file(path)
    contents = unpack_parcel(read_parcel(path), identities=ours)
    if not contents.recovery:
        raise KeyUnusable(
            "{file} carries no way back: it was not sealed from a protected mission.",
            file=path.name,
        )
    return contents.recovery


def _change(given: argparse.Namespace) -> int:
    old = passphrase_of(given)
    with Mission.open(given.file, passphrase=old) as mission:
        kept = change_passphrase(mission, first_line(given.new_passphrase_file), old=old)
    if given.remove:
        console.line(f"{given.file}: anybody who has the file can read it now")
        return 0
    console.line(f"{given.file}: opens with the new passphrase alone")
    if kept is not None:
        console.line(f"{kept}: send it to headquarters, which can open the mission with it")
    else:
        console.line("No headquarters key is set: if this passphrase is lost, so is the mission.")
    return 0
