"""Possible bugs of who has authority, each a small change to plant (see mutants)."""

from __future__ import annotations

from tests.support.store.planted_bugs import Mutant

_MODEL, _QUERIES = "assessor.store.model.authority", "assessor.store.read.authority_queries"
_PUBLISHED = "assessor.store.model.published_answers"
_UNDO = "assessor.store.write.import_undo"
_MARKS, _ENTRY = "assessor.store.write.authority_marks", "assessor.store.model.entry"

AUTHORITY_MUTANTS = [
    Mutant(
        "only whom the founder invites belongs to the team", _MODEL,
        "    while found := {", "    if found := {",
    ),
    Mutant(
        "a stranger invites a stranger", _MODEL,
        "if order.by in members and (order", "if (order",
    ),
    Mutant(
        "anybody may say that they founded it", _MODEL,
        "return assessment in (assessment_id(public, nonce), _id_digest(public, nonce))",
        "return len(assessment) == len(assessment_id(public, nonce))",
    ),
    Mutant(
        "a stranger's answer waits for nobody", _ENTRY,
        "(head.standing == OUTSIDER and head.kind not in UNASKED_KINDS)\n        or ", "",
    ),
    Mutant(
        "a stranger's word is the answer where nobody else answered", _ENTRY,
        "if subject[0] in ORDER_KINDS or not any(", "if len(of_subject) < 2 or not any(",
    ),
    Mutant(
        "what a stranger says beside answers counts", _ENTRY,
        "if subject[0] in ORDER_KINDS or not any(", 'if subject[0] != "answer" or not any(',
    ),
    Mutant(
        "whoever is no member counts where somebody is vouched for", _MODEL,
        "        if self.members:\n            return OUTSIDER\n", "",
    ),
    Mutant(
        "a stranger may replace everything where nobody is vouched for", _MODEL,
        "return WAITING if superseded > MAX_SUPERSEDED else TRUSTED", "return TRUSTED",
    ),
    Mutant(
        "one answer more waits for nobody", _MODEL,
        "superseded > MAX_SUPERSEDED", "superseded > MAX_SUPERSEDED + 1",
    ),
    Mutant(
        "names count as they are spelled", _QUERIES,
        "frozenset(map(name_skeleton, found if several else ()))",
        "frozenset(found if several else ())",
    ),
    Mutant(
        "the order of the words of a name counts", _MODEL,
        'return " ".join(sorted(words - _titles() or words))',
        'return " ".join(name.casefold().split())',
    ),
    Mutant(
        "a title makes another person", _MODEL,
        "sorted(words - _titles() or words)", "sorted(words)",
    ),
    Mutant(
        "a stranger calls any key that of an invitation", _QUERIES,
        " if key in said[number].invitations}", "}",
    ),
    Mutant(
        "whoever is vouched for makes the others strangers everywhere", _QUERIES,
        "vouched = (read_keys(connection, VOUCHED_SETTING) | _roster_keys(connection)) & (\n"
        "        names.keys() | {each.key for each in orders if each.given}\n    )",
        "vouched = read_keys(connection, VOUCHED_SETTING) | _roster_keys(connection)",
    ),
    Mutant(
        "the roster vouches for nobody", _QUERIES,
        " | _roster_keys(connection)) & (", ") & (",
    ),
    Mutant(
        "an invitation that was blanked invites", _QUERIES,
        "Admission(signer, key, body is not None, ", "Admission(signer, key, True, ",
    ),
    Mutant(
        "strangers replace what a member says", _MODEL,
        "        if standing and by != of and not of_standing:\n            return False\n"
        "        return self.may_supersede(by, of)",
        "        return of != '' or self.may_supersede(by, of)",
    ),
    Mutant(
        "whoever publishes it says what was withheld", _PUBLISHED,
        "return authority.counts(", "return True or authority.counts(",
    ),
    Mutant(
        "what a stranger publishes is in no inbox", _PUBLISHED,
        "if not _counts(said, head, authority_in) and", "if False and",
    ),
    Mutant(
        "one's own answers count as those of others", _QUERIES,
        "if is_answer and child > 0 and signers.get(number) != signers.get(parent >> 16):",
        "if is_answer and child > 0:",
    ),
    Mutant(
        "each changeset may replace twenty answers", _QUERIES,
        "others[signers.get(number, \"\")].add(parent)",
        "others[signers.get(number, \"\") + str(number)].add(parent)\n"
        "            others[signers.get(number, \"\")] = set()",
    ),
    Mutant(
        "an own answer waits with those that replace many", _QUERIES,
        "len(others[signer]) * (number in replacing)", "len(others[signer])",
    ),
    Mutant(
        "without its founder an assessment is one of an earlier version", _QUERIES,
        "not founder and has_founder(str(uuid))", "False",
    ),
    Mutant(
        "the key of an invitation answers questions", _QUERIES,
        "lets_in=number not in speaking", "lets_in=True",
    ),
    Mutant(
        "the key of an invitation is a member", _QUERIES,
        'return isinstance(body, dict) and "invitation" in body', "return False",
    ),
    Mutant(
        "the key of an invitation lets itself in", _MODEL,
        " and order.by != order.key and ", " and ",
    ),
    Mutant(
        "the key of an invitation makes invitations", _MODEL,
        "order.by != order.key and not order.invites", "order.by != order.key",
    ),
    Mutant(
        "who comes last decides what is replaced", _QUERIES,
        "superseded[parent] = superseded.get(parent, 0) | allowed",
        "superseded[parent] = allowed",
    ),
    Mutant(
        "vouching counts for what comes later", _MARKS,
        "    settle_everything(connection)\n    return True", "    return True",
    ),
    Mutant(
        "marks of two signers stay as they came", _MARKS,
        "    if len(signers) < 2 and not any(", "    if len(signers) < 3 and not any(",
    ),
    Mutant(
        "who was taken back keeps authority", _UNDO,
        "    settle_authority(connection, concerned)\n    take_forms", "    take_forms",
    ),
    Mutant(
        "an undo asks nobody who gains authority", _UNDO,
        "if accepted is not None and not set(", "if False and not set(",
    ),
    Mutant(
        "an undo tells only members who gain authority", _UNDO,
        "    gained |= _changed(before, after)\n", "",
    ),
    Mutant(
        "an undo names no invitation that opens again", _UNDO,
        "return self.authority.members | self.authority.invitations",
        "return self.authority.members",
    ),
    Mutant(
        "a stranger's words are displayed first", _ENTRY,
        "    return entry.standing == TRUSTED, rank,", "    return True, rank,",
    ),
    Mutant(
        "an answer that waits is in no inbox", _ENTRY,
        "    if _waiting(alternatives):\n        return True\n", "",
    ),
    Mutant(
        "a stranger joins assessments", "assessor.store.read.joint_assessments",
        "(s.standing>0 OR NOT", "(s.standing>9 OR NOT",
    ),
    Mutant(
        "an alias needs authority in one assessment only", "assessor.store.read.joint_assessments",
        "assessment='o.assessment'", "assessment='s.assessment'",
    ),
    Mutant(
        "a stranger orders another form", "assessor.store.read.form_binding",
        "_read_whole(connection, n >> 16, signer) if is_obeyed(signer) else None",
        "_read_whole(connection, n >> 16, signer)",
    ),
    Mutant(
        "the form that came first stays", "assessor.store.read.form_binding",
        "FormBinding(latest, ", "FormBinding(current if current in signed else latest, ",
    ),
    Mutant(
        "a stranger's form is the form of the assessment", "assessor.store.read.form_binding",
        "rows = [row for row in every if row[4] == TRUSTED] or every", "rows = every",
    ),
]  # fmt: skip
