"""Who has authority in an assessment of this file, and the marks that follow from it."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from assessor.names import safe_name
from assessor.store.files.connection import BY_NUMBER, Connection
from assessor.store.model.authority import (
    FOUNDER_KIND,
    MEMBER_KIND,
    Admission,
    Authority,
    Claim,
    find_members,
    has_founder,
    is_founder,
    name_skeleton,
)
from assessor.store.model.canonical_json import JSON
from assessor.store.read.entry_queries import number_filter

OWN_SETTING, VOUCHED_SETTING, ROSTER_SETTING = "own_keys", "vouched_keys", "roster"
"""Settings with public keys (hex, separated by spaces): those that write in this file, and those
that its owner vouches for: contact cards, six words compared; the roster is JSON by key."""

# An order without a body gives nothing: if it was withheld, it may have taken something back.
# In this join order the few topics are searched first, and not every entry.
_SIGNED = (
    "SELECT t.kind, t.key, c.signer, coalesce(e.body, 'null')"
    " FROM topic t CROSS JOIN entry e JOIN changeset c ON c.changeset=e.n>>16"
    " WHERE e.assessment=? AND e.topic=t.topic AND e.n>0 AND t.kind IN (?, ?)"
)
_SUPERSEDING = (
    "SELECT g.child, g.parent, p.superseded, CASE WHEN t.kind='answer' THEN 1 ELSE 0 END"
    " FROM edge g JOIN entry p ON p.assessment=g.assessment AND p.n=g.parent"
    " JOIN entry c ON c.assessment=g.assessment AND c.n=g.child JOIN topic t ON t.topic=p.topic"
    " WHERE g.assessment=? AND c.topic=p.topic"
)
_SIGNED_NAMES = (
    "SELECT DISTINCT assessment, signer, author FROM changeset"
    " WHERE core IS NOT NULL AND author<>''{}"
)
_ADMITTED = (
    "SELECT e.assessment, t.key, coalesce(c.author, ''), c.signer, e.body"
    " FROM topic t JOIN entry e USING(topic) JOIN changeset c"
    " ON c.changeset=e.n>>16 AND c.assessment=e.assessment"
    " WHERE e.n>0 AND t.kind=? AND e.body IS NOT NULL AND e.body<>'null'{}"
)

_KEY = re.compile("[0-9a-f]{64}")
"""A public key: a member under another is nobody."""


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
    orders = [
        Admission(signer, key, body is not None, _invites(body))
        for kind, key, signer, body in signed
        if kind == MEMBER_KIND and _KEY.fullmatch(key)
    ]
    vouched = (read_keys(connection, VOUCHED_SETTING) | _roster_keys(connection)) & (
        names.keys() | {each.key for each in orders if each.given}
    )
    several = len(names) > 1
    skeletons = {
        signer: frozenset(map(name_skeleton, found if several else ()))
        for signer, found in names.items()
    }
    members, invitations = find_members(founder, vouched, orders)
    own, is_headless = read_keys(connection, OWN_SETTING), not founder and has_founder(str(uuid))
    return Authority(
        founder, members, invitations, own, skeletons, is_headless, vouched, tuple(orders)
    )


def _invites(body: object) -> bool:
    """Return whether the body of a `member` entry says that its key is that of an invitation."""
    return isinstance(body, dict) and "invitation" in body


def _roster_keys(connection: Connection) -> frozenset[str]:
    """Return the keys on the roster, revoked ones too: what they said before stays."""
    text = connection.value("SELECT value FROM setting WHERE name=?", (ROSTER_SETTING,))
    return frozenset(json.loads(text or "{}"))


def _signed_by(connection: Connection, assessment: int) -> list[tuple[str, str, str, JSON | None]]:
    if not connection.value(
        "SELECT EXISTS(SELECT 1 FROM topic WHERE kind IN (?, ?))", (FOUNDER_KIND, MEMBER_KIND)
    ):
        return []
    rows = sorted(connection.rows(_SIGNED, (assessment, FOUNDER_KIND, MEMBER_KIND)))
    return [(kind, key, signer, json.loads(body)) for kind, key, signer, body in rows]


def read_doubts(connection: Connection, among: Sequence[int] | None = None) -> dict[str, Claim]:
    """Return the signers (64 hex) whose names are doubtful, and what they claim: of changesets that
    are not trusted, and members under the name of another member in assessments (by number, None
    for all)."""
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
    for namesakes in read_namesakes(connection, among):
        claims |= dict.fromkeys(namesakes.doubtful, Claim.NAME)
    doors = _doors(connection, _admitted(connection, among))
    return {key: Claim.INVITATION for _, key in doors} | claims


class Namesakes(NamedTuple):
    """Keys (64 hex) of members of an assessment (uuid) whose names look alike, each with a name;
    `doubtful` are those of them that neither founded it nor write in this file, and for which its
    owner does not vouch."""

    assessment: str
    names: dict[str, str]
    doubtful: frozenset[str]


def read_namesakes(connection: Connection, among: Sequence[int] | None = None) -> list[Namesakes]:
    """Return the members of each assessment (by number, None for all) whose names look alike."""
    found = []
    for number, names in _names_alike(connection, among):
        authority = read_authority(connection, number)
        inside = {
            key: name
            for key, name, by in sorted(names)
            if key in authority.members | authority.own and (not by or by in authority.invitations)
        }
        doubtful = inside.keys() - authority.own - authority.vouched - {authority.founder}
        if len(inside) > 1 and authority.members:
            uuid = connection.value("SELECT uuid FROM assessment WHERE assessment=?", (number,))
            found.append(Namesakes(str(uuid), inside, frozenset(doubtful)))
    return found


def _names_alike(
    connection: Connection, among: Sequence[int] | None
) -> Iterator[tuple[int, list[tuple[str, str, str]]]]:
    """Yield names of several keys that look alike, by assessment (number): the key, the name with
    which it signs or was let in, and the key that let it in under that name, or "". Keys that were
    let in as those of invitations only are no people."""
    found: dict[tuple[int, str], list[tuple[str, str, str]]] = defaultdict(list)
    condition, numbers = _filter("assessment", among)
    signed = connection.rows(_SIGNED_NAMES.format(condition), numbers)
    rows = _admitted(connection, among)
    doors = _doors(connection, rows)
    let_in = [row[:4] for row in rows if (row[0], row[3]) in doors]
    every = [(number, key, author, "") for number, key, author in signed]
    for number, key, author, by in (*every, *let_in):
        if author and (number, key) not in doors:
            found[number, name_skeleton(author)].append((key, safe_name(author), by))
    for (number, _), alike in found.items():
        if len({key for key, _, _ in alike}) > 1:
            yield number, alike


def _filter(column: str, among: Sequence[int] | None) -> tuple[str, Sequence[object]]:
    return ("", ()) if among is None else number_filter(column, among)


def _admitted(connection: Connection, among: Sequence[int] | None) -> list[tuple[Any, ...]]:
    """Return who was let in: assessment (number), key, name and key of who did it, body (JSON)."""
    condition, numbers = _filter("e.assessment", among)
    return connection.rows(_ADMITTED.format(condition), (MEMBER_KIND, *numbers))


def _doors(connection: Connection, admitted: Iterable[tuple[Any, ...]]) -> set[tuple[int, str]]:
    """Return the keys of invitations by somebody with authority, each with its assessment."""
    claimed = {(row[0], row[1]) for row in admitted if _invites(json.loads(row[4]))}
    said = {number: read_authority(connection, number) for number, _ in claimed}
    return {(number, key) for number, key in claimed if key in said[number].invitations}


def _speaking(connection: Connection, assessment: int) -> set[int]:
    """Return the changesets (by number) with an entry that is not about a member."""
    rows = connection.rows(
        f"SELECT DISTINCT e.n>>16 FROM entry e {BY_NUMBER} JOIN topic t USING(topic)"
        " WHERE e.assessment=? AND e.n>0 AND t.kind<>?",
        (assessment, MEMBER_KIND),
    )
    return {number for (number,) in rows}


def _find_standing(
    authority: Authority,
    signers: Mapping[int, str],
    edges: Iterable[tuple[int, int, int, int]],
    speaking: Collection[int],
) -> dict[int, int]:
    """Return the standing of each changeset (by number); all of a key that replace answers of
    others count together, whichever came first."""
    others: dict[str, set[int]] = defaultdict(set)
    replacing: set[int] = set()
    for child, parent, _, is_answer in edges:
        number = child >> 16
        if is_answer and child > 0 and signers.get(number) != signers.get(parent >> 16):
            others[signers.get(number, "")].add(parent)
            replacing.add(number)
    return {
        number: authority.standing(
            signer, len(others[signer]) * (number in replacing), lets_in=number not in speaking
        )
        for number, signer in signers.items()
    }


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
    speaking = _speaking(connection, assessment) if authority.invitations else set()
    standing = _find_standing(authority, signers, edges, speaking)
    superseded: dict[int, int] = {}

    @cache
    def counts(by: int, of: int) -> bool:
        return authority.counts(
            signers.get(by, ""), standing.get(by, 0), signers.get(of, ""), standing.get(of, 0)
        )

    for child, parent, _, _ in edges:
        allowed = child < 0 or parent < 0 or counts(child >> 16, parent >> 16)
        superseded[parent] = superseded.get(parent, 0) | allowed
    return Marks(
        {number: standing[number] for number, _, stored in rows if stored != standing[number]},
        {parent: superseded[parent] for _, parent, stored, _ in edges
         if stored != superseded[parent]},
    )  # fmt: skip
