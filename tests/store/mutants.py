"""Bugs planted one at a time in the merge, and whether the tests catch them.

`python -m tests.store.mutants [NAME…]` plants each in a process of its own, runs the laws and then
the other tests of the record, and says what caught it; exit 1 if one survived.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from tests.memory import lay_files_in_memory

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = 600


@dataclass(frozen=True)
class Mutant:
    """In `module` of the record, `old` becomes `new`: the bug called `name`."""

    name: str
    module: str
    old: str
    new: str


_SETTLE_END = "    settle(connection, number)\n\n\ndef settle"
_OTHERS = "WHERE o.assessment=entry.assessment AND o.topic=entry.topic AND o.n<>entry.n"

MUTANTS = [
    Mutant(
        "last writer wins", "store.adding", _SETTLE_END,
        "    settle(connection, number)\n    connection.execute('UPDATE entry SET superseded=1"
        f" WHERE EXISTS(SELECT 1 FROM entry o {_OTHERS} AND o.at>entry.at)')\n\n\ndef settle",
    ),
    Mutant(
        "delete wins", "store.adding", _SETTLE_END,
        "    settle(connection, number)\n    connection.execute(\"UPDATE entry SET superseded=1"
        f" WHERE EXISTS(SELECT 1 FROM entry o {_OTHERS} AND o.body='null')\")\n\n\ndef settle",
    ),
    Mutant(
        "a parent elsewhere supersedes", "store.adding",
        "WHERE n=? AND assessment=? AND topic=?", "WHERE n=? AND ?>0 AND ?>0",
    ),
    Mutant(
        "a parent elsewhere in the same changeset supersedes", "store.adding",
        "superseded[place] |= topics[place] == topics[own]", "superseded[place] = 1",
    ),
    Mutant(
        "a late parent elsewhere is superseded", "store.adding",
        '" AND c.assessment=p.assessment AND c.topic=p.topic)"', '")"',
    ),
    Mutant("a late parent stands again", "store.adding", _SETTLE_END, "\n\n\ndef settle"),
    Mutant(
        "parents as stored, not as shown", "store.adding",
        "for name in draft.parents:",
        "for name in [f'~{-n}' if n < 0 else draft.parents[0] for (n,) in connection.rows("
        "'SELECT n FROM entry WHERE assessment=? AND topic=? AND superseded=0 AND n<0 AND n<>?',"
        " (assessment, topic, number))] + list(draft.parents):",
    ),
    Mutant(
        "numbers are renormalised", "store.changeset",
        "    return encode(None if body is None else dict(body))",
        "    body = body and {k: v.lstrip('0') if k == 'value' else v for k, v in body.items()}\n"
        "    return encode(None if body is None else dict(body))",
    ),
    Mutant(
        "whitespace is stripped", "store.changeset",
        "    return encode(None if body is None else dict(body))",
        "    body = body and {k: v.strip() if k == 'value' else v for k, v in body.items()}\n"
        "    return encode(None if body is None else dict(body))",
    ),
    Mutant(
        "Unicode is normalised on import", "store.adding",
        "            changeset.payloads, changeset.proofs, strict=False,",
        "            [p and __import__('unicodedata').normalize('NFC', p) for p in"
        " changeset.payloads], changeset.proofs, strict=False,",
    ),
    Mutant(
        "a blank is a tombstone", "store.changeset",
        "    return encode(None if body is None else dict(body))",
        "    return encode(None if body is None or body == {'value': ''} else dict(body))",
    ),
    Mutant(
        "bodies are merged field by field", "store.adding",
        "        number = -connection.execute(",
        "        for name in draft.parents:\n"
        "            import json\n"
        "            old = connection.one('SELECT body FROM entry WHERE n=?',"
        " (names.entry(name),))\n"
        "            if draft.body and old:\n"
        "                payload = payload_of({**(json.loads(old) or {}), **draft.body})\n"
        "        number = -connection.execute(",
    ),
    Mutant(
        "known by sequence number", "store.adding",
        "    if row[0][0]:",
        "    if not row[0][0] and connection.one('SELECT 1 FROM changeset WHERE signer=? AND"
        " sequence=? AND core IS NOT NULL', (said.signer, said.sequence)):\n"
        "        return number, 0\n"
        "    if row[0][0]:",
    ),
    Mutant(
        "cache stale after rollback", "store.names",
        "        self._topics.clear()\n        self._assessments.clear()", "        pass",
    ),
    Mutant(
        "half a merge is kept", "store.connection",
        'in_transaction:\n                    self._raw.execute("ROLLBACK")',
        'in_transaction:\n                    self._raw.execute("COMMIT")',
    ),
    Mutant(
        "undo takes what others brought too", "store.importing",
        "WHERE o.changeset=m.changeset AND r.status<>?)", "WHERE 0 AND r.status<>?)",
    ),
    Mutant(
        "undo takes what was said here", "store.importing",
        "WHERE o.changeset=m.changeset AND o.new=1)", "WHERE o.changeset=m.changeset)",
    ),
    Mutant(
        "undo leaves the superseded marks", "store.adding",
        "    for (parent,) in parents:", "    for (parent,) in ():",
    ),
    Mutant(
        "agreement is called a conflict", "store.entry",
        "            apart[head.assessment].add(said(head))",
        "            apart[head.assessment].add(head.name)",
    ),
    Mutant(
        "a blank and a tombstone disagree", "store.entry",
        "if entry.gone or entry.body == ", "if entry.body == ",
    ),
    Mutant(
        "only answers can conflict", "store.reading",
        "FROM entry WHERE superseded=0{}",
        "FROM entry JOIN topic USING(topic) WHERE superseded=0 AND kind='answer'{}",
    ),
    Mutant(
        "a withheld body is never filled in", "store.adding",
        "    if not fitting:", "    if fitting or not fitting:",
    ),
    Mutant(
        "a withheld body is a tombstone", "store.reading",
        'gone=payload == "null",', 'gone=payload in ("null", None),',
    ),
    Mutant(
        "a redaction met first is forgotten", "store.redacting",
        "WHERE t.kind=? AND t.key>? AND t.key<?", "WHERE t.kind=? AND t.key>? AND t.key<? AND 0",
    ),
    Mutant(
        "anybody may redact", "store.redacting",
        "if body is not None and (by == signer or by in allowed):", "if body is not None:",
    ),
    Mutant(
        "signatures are not verified", "parcel.keys", "        return False", "        return True"
    ),
    Mutant(
        "parents not received yet are dropped", "store.adding",
        "                parent = names.changeset(other) << 16 | place\n",
        "                parent = names.changeset(other) << 16 | place\n"
        "                if not connection.one('SELECT core IS NOT NULL FROM changeset WHERE"
        " changeset=?', (parent >> 16,)):\n                    continue\n",
    ),
    Mutant(
        "repeats are known by position", "store.names",
        '    def topic(self, kind: str, key: str) -> int:\n        """The number of a subject,'
        ' given one if it is new."""\n',
        "    def topic(self, kind: str, key: str) -> int:\n"
        "        key = re.sub(r'\\[[^]]*]', '[1]', key)\n",
    ),
    Mutant(
        "the earlier is shown", "store.entry", "return rank, entry.at,", "return rank, -entry.at,",
    ),
    Mutant(
        "a blank hides an answer", "store.entry", "    return rank, entry", "    return 0, entry",
    ),
    Mutant(
        "sealing forgets parents among drafts", "store.sealing",
        '                parents.append(("", positions[parent]))', "                continue",
    ),
    Mutant(
        "sealing rounds the time", "store.core",
        "        at.append(line.at)", "        at.append(line.at - line.at % 10_000)",
    ),
    Mutant(
        "salts are predictable", "store.changeset",
        "secrets.token_bytes(SALT) for _ in bodies", "bytes(SALT) for _ in bodies",
    ),
    Mutant(
        "what was undone does not come back", "store.importing",
        '" WHERE fingerprint=? AND status IN (?, ?) AND NOT',
        '" WHERE (fingerprint=? OR status IN (?, ?)) AND NOT',
    ),
]  # fmt: skip


class _Plant(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    """Loads one module with the bug in it."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant, self._name = mutant, f"assessor.{mutant.module}"

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._name:
            return None
        return importlib.util.spec_from_loader(fullname, self)

    def get_filename(self, fullname: str) -> str:
        return str(path_of(self._mutant))

    def get_data(self, path: str | bytes) -> bytes:
        return planted(self._mutant).encode()


def path_of(mutant: Mutant) -> Path:
    """The file the bug goes into."""
    return ROOT / "assessor" / Path(*mutant.module.split(".")).with_suffix(".py")


def planted(mutant: Mutant) -> str:
    """The module's text with the bug. Raises LookupError if its place is not there exactly once."""
    text = path_of(mutant).read_text(encoding="utf-8")
    if text.count(mutant.old) != 1:
        raise LookupError(f"{mutant.name}: {text.count(mutant.old)} places in {mutant.module}")
    return text.replace(mutant.old, mutant.new)


def run(name: str) -> int:
    """Plant one bug in this process and run the tests; 0 if it survived, 1 if they caught it."""
    [mutant] = [one for one in MUTANTS if one.name == name]
    sys.meta_path.insert(0, _Plant(mutant))
    lay_files_in_memory()
    from hypothesis import HealthCheck, Phase, settings
    from hypothesis.stateful import run_state_machine_as_test

    from tests.store.laws import Laws

    how = settings(
        max_examples=EXAMPLES, stateful_step_count=25, deadline=None, derandomize=True,
        database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        print_blob=False, report_multiple_bugs=False,
    )  # fmt: skip
    try:
        run_state_machine_as_test(Laws, settings=how)
    except Exception as error:  # noqa: BLE001  whatever the bug broke, it was caught
        sys.stderr.write(f"the laws: {type(error).__name__}\n")
        return 1
    import pytest

    folders = [str(ROOT / "tests" / room) for room in ("store", "parcel", "registry")]
    others = ["-k", "not laws and not mutant", "-x", "-q", "-p", "no:cacheprovider"]
    others += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    if pytest.main([*others, *folders]):
        sys.stderr.write("an example\n")
        return 1
    return 0


def hunt(mutant: Mutant) -> tuple[bool, str, float]:
    """Plant one bug in a process of its own: (caught, by what, seconds)."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "tests.store.mutants", "--run", mutant.name],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = done.stderr.strip().splitlines()
    return done.returncode == 1, said[-1] if said else "", time.perf_counter() - start


def main(wanted: list[str]) -> int:
    """Hunt the mutants named, or all, and say what caught each; exit status."""
    survivors = 0
    for mutant in MUTANTS:
        if not wanted or mutant.name in wanted:
            caught, by, seconds = hunt(mutant)
            survivors += not caught
            verdict = "caught by" if caught else "SURVIVED"
            sys.stdout.write(f"{mutant.name:52} {verdict} {by[:60]} ({seconds:.0f} s)\n")
            sys.stdout.flush()
    sys.stdout.write(f"{len(wanted or MUTANTS)} mutants, {survivors} survived\n")
    return 1 if survivors else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        sys.exit(run(sys.argv[2]))
    sys.exit(main(sys.argv[1:]))
