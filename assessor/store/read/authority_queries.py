"""Who has authority in an assessment of this file, and the marks that follow from it."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import NamedTuple

from assessor.store.files.connection import BY_NUMBER, Connection
from assessor.store.model.authority import (
    FOUNDER_KIND,
    MEMBER_KIND,
    Authority,
    Claim,
    find_members,
    is_founder,
    name_skeleton,
)

OWN_SETTING, VOUCHED_SETTING, ROSTER_SETTING = "own_keys", "vouched_keys", "roster"
"""Settings with public keys (hex, separated by spaces): those that write in this file, and those
that its owner vouches for: contact cards, six words compared; the roster is JSON by key."""

# An order without a body gives nothing: if it was withheld, it may have taken something back.
_SIGNED = (
    "SELECT t.kind, t.key, c.signer, CASE WHEN coalesce(e.body, 'null')='null' THEN 0 ELSE 1 END"
    f" FROM entry e {BY_NUMBER} JOIN topic t USING(topic)"
    " JOIN changeset c ON c.changeset=e.n>>16"
    " WHERE e.assessment=? AND e.n>0 AND t.kind IN (?, ?)"
)
_SUPERSEDING = (
    "SELECT g.child, g.parent, p.superseded, CASE WHEN t.kind='answer' THEN 1 ELSE 0 END"
    " FROM edge g JOIN entry p ON p.assessment=g.assessment AND p.n=g.parent"
    " JOIN entry c ON c.assessment=g.assessment AND c.n=g.child JOIN topic t ON t.topic=p.topic"
    " WHERE g.assessment=? AND c.topic=p.topic"
)


class Marks(NamedTuple):
    """Marks that differ from what is stored: `standing` by the number of a changeset (see
    authority.Authority.standing), `superseded` by the number of an entry."""

    standing: dict[int, int]
    superseded: dict[int, int]


def read_keys(connection: Connection, setting: str) -> frozenset[str]:
    """Return the public keys (64 hex) that a setting lists."""
    text = connection.value("SELECT value FROM setting WHERE name=?", (setting,))
    return frozenset(str(text or "").split())


def read_authority(connection: Connection, assessment: int) -> Authority:
    """Return the authority of every key in an assessment (by number)."""
    uuid = connection.value("SELECT uuid FROM assessment WHERE assessment=?", (assessment,))
    names: dict[str, set[str]] = defaultdict(set)
    for signer, author in connection.rows(
        "SELECT DISTINCT signer, coalesce(author, '') FROM changeset"
        " WHERE assessment=? AND core IS NOT NULL",
        (assessment,),
    ):
        names[signer].update([author] if author else [])
    signed = _signed_by(connection, assessment)
    founder = next(
        (
            signer
            for kind, key, signer, _ in signed
            if kind == FOUNDER_KIND and is_founder(str(uuid), signer, key)
        ),
        "",
    )
    orders = [(signer, key, given) for kind, key, signer, given in signed if kind == MEMBER_KIND]
    invitations = [(signer, key) for signer, key, given in orders if given]
    taken_back = [(signer, key) for signer, key, given in orders if not given]
    vouched = (read_keys(connection, VOUCHED_SETTING) | _roster_keys(connection)) & (
        names.keys() | {key for _, key in invitations}
    )
    several = len(names) > 1
    skeletons = {
        signer: frozenset(map(name_skeleton, found if several else ()))
        for signer, found in names.items()
    }
    members = find_members(founder, invitations, vouched, taken_back)
    return Authority(founder, members, read_keys(connection, OWN_SETTING), skeletons)


def _roster_keys(connection: Connection) -> frozenset[str]:
    """Return the keys on the roster, revoked ones too: what they said before stays."""
    text = connection.value("SELECT value FROM setting WHERE name=?", (ROSTER_SETTING,))
    return frozenset(json.loads(text or "{}"))


def _signed_by(connection: Connection, assessment: int) -> list[tuple[str, str, str, int]]:
    if not connection.value(
        "SELECT EXISTS(SELECT 1 FROM topic WHERE kind IN (?, ?))", (FOUNDER_KIND, MEMBER_KIND)
    ):
        return []
    return sorted(connection.rows(_SIGNED, (assessment, FOUNDER_KIND, MEMBER_KIND)))


def read_outsiders(connection: Connection) -> dict[str, Claim]:
    """Return the signers (64 hex) of changesets that are not trusted, and what they claim."""
    claims: dict[str, Claim] = {}
    doubtful: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for assessment, signer, author in connection.rows(
        "SELECT DISTINCT assessment, signer, coalesce(author, '') FROM changeset"
        " WHERE standing>0 AND core IS NOT NULL"
    ):
        doubtful[assessment][signer].add(name_skeleton(author))
    for assessment, names in doubtful.items():
        if not read_authority(connection, assessment).members:
            claims |= {signer: claims.get(signer, Claim.MANY_ANSWERS) for signer in names}
            continue
        rows = connection.rows(
            "SELECT DISTINCT author FROM changeset WHERE assessment=? AND standing=0"
            " AND core IS NOT NULL AND author<>''",
            (assessment,),
        )
        taken = {name_skeleton(author) for (author,) in rows}
        for signer, said in names.items():
            if not said.isdisjoint(taken):
                claims[signer] = Claim.NAME
            elif claims.get(signer) != Claim.NAME:
                claims[signer] = Claim.NOTHING
    return claims


def find_wrong_marks(connection: Connection, assessment: int) -> Marks:
    """Return the marks of an assessment (by number) that are not what they should be.

    They are a function of the stored changesets and the settings of this file: the order in which
    changesets came plays no role.
    """
    authority = read_authority(connection, assessment)
    rows = connection.rows(
        "SELECT changeset, signer, standing FROM changeset WHERE assessment=? AND core IS NOT NULL",
        (assessment,),
    )
    signers = {number: signer for number, signer, _ in rows}
    edges = connection.rows(_SUPERSEDING, (assessment,))
    others: dict[int, set[int]] = defaultdict(set)
    for child, parent, _, is_answer in edges:
        number = child >> 16
        if is_answer and child > 0 and signers.get(number) != signers.get(parent >> 16):
            others[number].add(parent)
    standing = {
        number: authority.standing(signer, len(others[number])) for number, signer, _ in rows
    }
    superseded: dict[int, int] = {}

    def spoke(number: int) -> tuple[str, int]:
        return signers.get(number, ""), standing.get(number, 0)

    for child, parent, _, _ in edges:
        allowed = (
            child < 0 or parent < 0 or authority.counts(*spoke(child >> 16), *spoke(parent >> 16))
        )
        superseded[parent] = superseded.get(parent, 0) | allowed
    return Marks(
        {number: standing[number] for number, _, stored in rows if stored != standing[number]},
        {parent: superseded[parent] for _, parent, stored, _ in edges
         if stored != superseded[parent]},
    )  # fmt: skip
