"""Possible bugs of the merge code, each a small change to plant (see mutants)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """The bug `name`: in `module`, `old` becomes `new`."""

    name: str
    module: str
    old: str
    new: str


_END = "    connection.execute_many(_SUPERSEDE, elsewhere)\n"
_SETTLE_END = f"{_END}\n\ndef settle"
_OTHERS = "WHERE o.assessment=entry.assessment AND o.topic=entry.topic AND o.n<>entry.n"

MERGE_MUTANTS = [
    Mutant(
        "last writer wins", "assessor.store.write.entry_writer", _SETTLE_END,
        f"{_END}    connection.execute('UPDATE entry SET superseded=1"
        f" WHERE EXISTS(SELECT 1 FROM entry o {_OTHERS} AND o.at>entry.at)')\n\n\ndef settle",
    ),
    Mutant(
        "delete wins", "assessor.store.write.entry_writer", _SETTLE_END,
        f"{_END}    connection.execute(\"UPDATE entry SET superseded=1"
        f" WHERE EXISTS(SELECT 1 FROM entry o {_OTHERS} AND o.body='null')\")\n\n\ndef settle",
    ),
    Mutant(
        "a parent elsewhere supersedes", "assessor.store.write.entry_writer",
        "WHERE n=? AND assessment=? AND topic=?", "WHERE n=? AND ?>0 AND ?>0",
    ),
    Mutant(
        "a parent elsewhere in the same changeset supersedes", "assessor.store.write.entry_writer",
        "topic in topics[parent_number][place : place + 1]",
        "place < len(topics[parent_number])",
    ),
    Mutant(
        "a late parent elsewhere is superseded", "assessor.store.write.entry_writer",
        '" AND c.topic=p.topic)"', '")"',
    ),
    Mutant(
        "an edge lies where its parent does", "assessor.store.write.entry_writer",
        "(assessments[number], number << 16", "(assessments.get(parent_number), number << 16",
    ),
    Mutant(
        "what is sealed leaves its edges behind", "assessor.store.write.draft_sealing",
        'execute_many("UPDATE edge SET child=? WHERE assessment=? AND child=?", rows)',
        "value('SELECT 1')",
    ),
    Mutant(
        "a late parent stands again", "assessor.store.write.entry_writer",
        "        settle(connection, names, numbers[changeset.id], changeset)\n        connection",
        "        connection",
    ),
    Mutant(
        "parents as stored, not as shown", "assessor.store.write.entry_writer",
        "for name in draft.parents:",
        "for name in [f'~{-n}' if n < 0 else draft.parents[0] for (n,) in connection.rows("
        "'SELECT n FROM entry WHERE assessment=? AND topic=? AND superseded=0 AND n<0 AND n<>?',"
        " (assessment, topic, number))] + list(draft.parents):",
    ),
    Mutant(
        "numbers are renormalised", "assessor.store.model.changeset",
        "    return encode_canonical(None if body is None else dict(body))",
        "    body = body and {k: v.lstrip('0') if k == 'value' else v for k, v in body.items()}\n"
        "    return encode_canonical(None if body is None else dict(body))",
    ),
    Mutant(
        "whitespace is stripped", "assessor.store.model.changeset",
        "    return encode_canonical(None if body is None else dict(body))",
        "    body = body and {k: v.strip() if k == 'value' else v for k, v in body.items()}\n"
        "    return encode_canonical(None if body is None else dict(body))",
    ),
    Mutant(
        "Unicode is normalised on import", "assessor.store.write.entry_writer",
        "                changeset.payloads, changeset.proofs, strict=False,",
        "            [p and __import__('unicodedata').normalize('NFC', p) for p in"
        " changeset.payloads], changeset.proofs, strict=False,",
    ),
    Mutant(
        "a blank is a tombstone", "assessor.store.model.changeset",
        "    return encode_canonical(None if body is None else dict(body))",
        "    return encode_canonical(None if not body or body == {'value': ''} else dict(body))",
    ),
    Mutant(
        "bodies are merged field by field", "assessor.store.write.entry_writer",
        "        number = -connection.insert(",
        "        for name in draft.parents:\n"
        "            import json\n"
        "            old = connection.value('SELECT body FROM entry WHERE n=?',"
        " (names.entry(name),))\n"
        "            if draft.body and old:\n"
        "                payload = encode_body({**(json.loads(old) or {}), **draft.body})\n"
        "        number = -connection.insert(",
    ),
    Mutant(
        "known by sequence number", "assessor.store.write.entry_writer",
        "    incoming = list(changesets)\n",
        "    incoming = [one for one in changesets if not connection.value('SELECT 1 FROM changeset"
        " WHERE signer=? AND sequence=? AND core IS NOT NULL AND id<>?',"
        " (one.header.signer, one.header.sequence, bytes.fromhex(one.id)))]\n",
    ),
    Mutant(
        "cache stale after rollback", "assessor.store.read.row_numbers",
        "        self._topics.clear()\n        self._assessments.clear()", "        pass",
    ),
    Mutant(
        "half a merge is kept", "assessor.store.files.connection",
        'in_transaction:\n                    self.raw.execute("ROLLBACK")',
        'in_transaction:\n                    self.raw.execute("COMMIT")',
    ),
    Mutant(
        "undo takes what others brought too", "assessor.store.write.import_undo",
        "WHERE o.changeset=m.changeset AND r.status<>?)", "WHERE 0 AND r.status<>?)",
    ),
    Mutant(
        "undo takes what was said here", "assessor.store.write.import_undo",
        "WHERE o.changeset=m.changeset AND o.new=1)", "WHERE o.changeset=m.changeset)",
    ),
    Mutant(
        "undo leaves the superseded marks", "assessor.store.write.entry_writer",
        "    for (parent,) in parents:", "    for (parent,) in ():",
    ),
    Mutant(
        "agreement is called a conflict", "assessor.store.model.entry",
        "            by_assessment[head.assessment].add(comparison_text(head))",
        "            by_assessment[head.assessment].add(head.name)",
    ),
    Mutant(
        "a blank and a tombstone disagree", "assessor.store.model.entry",
        "if entry.is_tombstone or entry.body == ", "if entry.body == ",
    ),
    Mutant(
        "only answers can conflict", "assessor.store.read.entry_queries",
        "FROM entry WHERE superseded=0{1} AND",
        "FROM entry JOIN topic USING(topic) WHERE superseded=0 AND kind='answer'{1} AND",
    ),
    Mutant(
        "a withheld body is never filled in", "assessor.store.write.entry_writer",
        "    if not rows:", "    if rows or not rows:",
    ),
    Mutant(
        "a withheld body is a tombstone", "assessor.store.read.entry_queries",
        'is_tombstone=payload == "null",', 'is_tombstone=payload in ("null", None),',
    ),
    Mutant(
        "quarantine keeps what was taken back", "assessor.registry.receive.quarantine_redaction",
        "    mission.replace_quarantined(redacted)\n", "",
    ),
    Mutant(
        "anybody takes back what waits", "assessor.registry.receive.quarantine_redaction",
        "is_obeyed(order.signer, owner, controllers)", "True",
    ),
    Mutant(
        "a redaction met first is forgotten", "assessor.store.write.redaction",
        "AND t.kind=? AND t.key>? AND t.key<?", "AND t.kind=? AND t.key>? AND t.key<? AND 0",
    ),
    Mutant(
        "anybody may redact", "assessor.store.write.redaction",
        "if body not in (None, TOMBSTONE) and is_obeyed(order_signer, signer, allowed):",
        "if body not in (None, TOMBSTONE):",
    ),
    Mutant(
        "signatures are not verified", "assessor.parcel.keys.identity",
        "        return False\n    return True", "        return True\n    return True"
    ),
    Mutant(
        "parents not received yet are dropped", "assessor.store.write.entry_writer",
        "                parent_number = numbers[ancestor] if ancestor else number\n",
        "                parent_number = numbers[ancestor] if ancestor else number\n"
        "                here = parent_number in topics\n"
        "                if not here and not names.changeset_numbers([ancestor])[ancestor][1]:\n"
        "                    continue\n",
    ),
    Mutant(
        "repeats are known by position", "assessor.store.read.row_numbers",
        '    def topic(self, kind: str, key: str) -> int:\n        """Return the number of a'
        ' subject; a new one gets a number."""\n',
        "    def topic(self, kind: str, key: str) -> int:\n"
        "        key = re.sub(r'\\[[^]]*]', '[1]', key)\n",
    ),
    Mutant(
        "the earlier is shown", "assessor.store.model.entry",
        "TRUSTED, rank, entry.at,", "TRUSTED, rank, -entry.at,",
    ),
    Mutant(
        "a blank hides an answer", "assessor.store.model.entry",
        "TRUSTED, rank, entry", "TRUSTED, 0, entry",
    ),
    Mutant(
        "sealing forgets parents among drafts", "assessor.store.write.draft_sealing",
        "            for parent, digest in edges\n",
        "            for parent, digest in edges if parent > 0\n",
    ),
    Mutant(
        "sealing rounds the time", "assessor.store.model.changeset",
        "(at % DAY).to_bytes", "(at % DAY // 10_000 * 10_000).to_bytes",
    ),
    Mutant(
        "the moment travels to the public", "assessor.store.model.changeset",
        "proofs = [_salt(proof) for proof in proofs]", "pass",
    ),
    Mutant(
        "a withheld moment is never filled in", "assessor.store.write.entry_writer",
        "        and (is_withheld or len(changeset.proofs[place]) == MOMENT_BYTES)\n",
        "        and is_withheld\n",
    ),
    Mutant(
        "a redacted answer keeps its moment", "assessor.store.write.redaction",
        "THEN at % {DAY}", "THEN 0",
    ),
    Mutant(
        "a withheld number is never filled in", "assessor.store.write.entry_writer",
        "(changeset.header.author, changeset.header.sequence, changeset.name_proof, number)",
        "(changeset.header.author, None, changeset.name_proof, number)",
    ),
    Mutant(
        "withheld numbers are clones", "assessor.store.read.file_reader",
        "c.sequence IS NOT NULL", "c.core IS NOT NULL",
    ),
    Mutant(
        "salts are predictable", "assessor.store.model.changeset",
        "secrets.token_bytes(SALT_BYTES) + moment", "bytes(SALT_BYTES) + moment",
    ),
    Mutant(
        "what was undone does not come back", "assessor.store.read.file_reader",
        '"WHERE fingerprint=? AND status IN (?, ?) AND NOT',
        '"WHERE (fingerprint=? OR status IN (?, ?)) AND NOT',
    ),
    Mutant(
        "a parted alias goes on joining", "assessor.store.read.joint_assessments",
        " AND e.body IS DISTINCT FROM 'null'\"", "\"",
    ),
    Mutant(
        "an alias that was taken back goes on joining", "assessor.store.read.joint_assessments",
        " AND e.superseded=0 AND e.body", " AND e.body",
    ),
    Mutant("joined assessments do not disagree", "assessor.store.read.joint_assessments",
        "        groups = joined_groups(connection)", "        groups = []",
    ),
    Mutant(
        "a joint conflict is told twice", "assessor.store.read.joint_assessments",
        "without = [number for group in groups for number in group]", "without = []",
    ),
    Mutant(
        "a joint view shows one side", "assessor.store.read.mission_reader",
        "        for uuid in group:\n", "        for uuid in group[:1]:\n",
    ),
    Mutant(
        "ids two forms set disagree", "assessor.store.model.entry",
        "            if not set_by_form(head):", "            if head is not None:",
    ),
    Mutant(
        "what the form set hides what was said", "assessor.store.model.entry",
        "rank = 2 if set_by_form(entry) else 4", "rank = 4",
    ),
    Mutant(
        "orders to redact disagree", "assessor.store.model.entry",
        'frozenset({"redaction", ', "frozenset({",
    ),
    Mutant(
        "the roster lets everybody in", "assessor.registry.trust.trust_roster",
        "    if not members:\n        return list(",
        "    if members is not None:\n        return list(",
    ),
    Mutant(
        "a revoked key is let in", "assessor.registry.trust.trust_roster",
        "return REVOKED if members[signer].revoked_at else VERIFIED", "return VERIFIED",
    ),
    Mutant(
        "what is known waits for trust", "assessor.registry.trust.trust_roster",
        "changeset.id in known or standing", "standing",
    ),
    Mutant(
        "what waits keeps what it repeats", "assessor.store.write.changeset_import",
        "for row in carried if receipt.status != QUARANTINED]", "for row in carried]",
    ),
    Mutant(
        "a mission's package stays in quarantine", "assessor.registry.receive.receiver",
        "known_as or parcel_fingerprint(parcel)", "parcel_fingerprint(parcel)",
    ),
    Mutant(
        "a controller is obeyed only from now on", "assessor.store.write.redaction",
        "    for name, assessment in ordered:", "    for name, assessment in ordered[:0]:",
    ),
    Mutant(
        "a tombstone can be taken back", "assessor.store.write.redaction",
        "if body not in (None, TOMBSTONE) and is_obeyed", "if body is not None and is_obeyed",
    ),
    Mutant(
        "words set aside are not taken back", "assessor.store.write.redaction",
        "    if place < len(texts) and texts", "    if place < 0 and texts",
    ),
    Mutant(
        "a file stays when its entry is taken back", "assessor.store.write.redaction",
        "            _drop_file(connection, body)\n", "            pass\n",
    ),
    Mutant(
        "a clone is not told", "assessor.store.read.file_reader",
        "c.sequence HAVING count(*)>1", "c.sequence HAVING count(*)>2",
    ),
    Mutant(
        "what is sealed names another version of the form", "assessor.store.write.draft_sealing",
        "                form, uuid, lines,", "                'ab' * 32, uuid, lines,",
    ),
    Mutant(
        "names travel to the public", "assessor.parcel.pack.parcel_pack",
        ".get(changeset.id, ()), outside=outside)", ".get(changeset.id, ()), outside=False)",
    ),
    Mutant(
        "a withheld name is never filled in", "assessor.store.write.entry_writer",
        "    if changeset.name_proof:\n", "    if changeset.name_proof is None:\n",
    ),
    Mutant(
        "any name fits a commitment", "assessor.store.model.changeset",
        "        or sha256(name_proof).hexdigest() != core.commitment\n", "",
    ),
    Mutant(
        "a name set aside comes back without its salt", "assessor.store.write.entry_writer",
        "changeset.signature, changeset.name_proof or None,", "changeset.signature, None,",
    ),
]  # fmt: skip
