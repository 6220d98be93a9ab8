"""Rules that resolve many conflicts at once; each result can be previewed.

No rule prefers a blank to an answer, or a claimed answer to a verified one; a person may, with a
reason. Conflicts that a rule does not resolve wait for a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.progress import CountCallback, no_count
from assessor.assessment.core.answer import Answer, answer_of
from assessor.assessment.core.derive import find_node
from assessor.assessment.core.resolution import own_resolution
from assessor.assessment.headquarters.case_texts import set_language
from assessor.assessment.review.score_trace import value_in_words
from assessor.errors import Reason
from assessor.form.labels.styled_text import plain_text
from assessor.parcel.keys.identity import Identity
from assessor.store.model.authority import OUTSIDER
from assessor.store.model.entry import Conflict, Entry, comparison_text, precedence
from assessor.store.write.mission import Mission
from assessor.words import language_code

ANSWERED, EVIDENCE, SAME = "answered", "evidence", "same"

RULE_REASONS = {
    ANSWERED: Reason("By rule: an answer was given, and the others left it blank."),
    EVIDENCE: Reason("By rule: this answer has the better evidence."),
    SAME: Reason("By rule: all gave the same answer; these words support it best."),
}
"""The rules, and the reason stored with each resolution."""


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What a rule takes in one conflict; `value` is in the texts of the form."""

    conflict: Conflict
    taken: Entry
    mission: str
    question: str
    value: str


def entry_objection(assessment: Assessment, conflict: Conflict, chosen: Entry) -> Reason | None:
    """Return the objection to taking an entry of a conflict without a reason; None for none."""
    if conflict.kind != "answer":
        return None
    others = [
        entry for entry in conflict.heads if comparison_text(entry) != comparison_text(chosen)
    ]
    return _support_objection(assessment, answer_of(chosen), others)


def _support_objection(
    assessment: Assessment, answer: Answer, others: Iterable[Entry]
) -> Reason | None:
    answered = [each for each in map(answer_of, others) if not each.is_blank]
    if answer.is_blank and answered:
        return Reason("An answer would give way to a blank: say why.")
    level = _level(assessment, answer)
    if any(_level(assessment, each) > level for each in answered if each.value != answer.value):
        return Reason("An answer with better evidence would give way: say why.")
    return None


def resolution_objection(
    assessment: Assessment, conflict: Conflict, take: str | None, value: str | None = None
) -> Reason | None:
    """Return the objection to a resolution without a reason; None for none.

    `take` is the beginning of an entry's name; a `value` of one's own is as well supported as
    whoever gave the same. Raises as Assessment.decide does for a `value`.
    """
    if value is not None:
        own = own_resolution(assessment.instance, conflict, value)
        return _support_objection(assessment, own, conflict.heads)
    found = [entry for entry in conflict.heads if take and entry.name.startswith(take)]
    return entry_objection(assessment, conflict, found[0]) if len(found) == 1 else None


def constraint_message(assessment: Assessment, conflict: Conflict, value: str) -> str:
    """Return the form's objection to a value of one's own; "" for none. Raises as decide does."""
    tried = assessment.in_language(assessment.language)
    try:
        tried.set(conflict.key, value)
    except KeyError:
        return ""
    violation = tried.node(conflict.key).violation
    return plain_text(violation.message) if violation is not None else ""


def entry_by_rule(assessment: Assessment, conflict: Conflict, rule: str) -> Entry | None:
    """Return the entry that a rule takes in a conflict; None if it does not resolve it."""
    if conflict.kind != "answer" or any(head.body is None for head in conflict.heads):
        return None  # a person decides about deleted or withheld entries
    answered = [head for head in conflict.heads if not answer_of(head).is_blank]
    if rule == ANSWERED:
        alone = len({comparison_text(head) for head in answered}) == 1 and len(answered) < len(
            conflict.heads
        )
        best = max(answered, key=precedence) if alone else None
    elif len(answered) < len(conflict.heads):
        return None
    else:
        best = _best(assessment, answered, rule)
    if best is None or best.standing == OUTSIDER or entry_objection(assessment, conflict, best):
        return None  # a person decides whether a stranger's word is the answer
    return best


def _best(assessment: Assessment, heads: Sequence[Entry], rule: str) -> Entry | None:
    values = {(answer_of(head).value, answer_of(head).missing) for head in heads}
    if (rule == SAME) != (len(values) == 1):
        return None
    levels = {head.name: _level(assessment, answer_of(head)) for head in heads}
    highest = max(levels.values())
    best = [head for head in heads if levels[head.name] == highest]
    if rule == EVIDENCE and len({answer_of(head).value for head in best}) > 1:
        return None
    return max(best, key=lambda head: (len(answer_of(head).sources), precedence(head)))


def _level(assessment: Assessment, answer: Answer) -> int:
    scale = assessment.instrument.evidence if assessment.instrument else {}
    known = scale.get(answer.evidence)
    return known.value if known is not None else 0


def resolve_by_rule(
    mission: Mission,
    identity: Identity,
    rule: str,
    conflicts: Iterable[Conflict],
    *,
    note: str = "",
    language: str = "",
    preview: bool = False,
    progress: CountCallback = no_count,
) -> tuple[RuleResult, ...]:
    """Resolve those of `conflicts` that a rule can, or preview the results.

    `note` is the reason stored with each resolution; by default the rule's own, in English.
    `language` is a code (`ar`) for questions and values, if their form has it. Raises what
    Assessment.of and Assessment.decide raise; earlier resolutions then stay.
    """
    ordered = sorted(conflicts, key=lambda conflict: conflict.assessment)
    groups = [
        (uuid, list(some)) for uuid, some in groupby(ordered, lambda conflict: conflict.assessment)
    ]
    rulings: list[RuleResult] = []
    for done, (uuid, some) in enumerate(groups):
        progress(done, len(groups))
        assessment = Assessment.of(mission, uuid, identity)
        set_language(assessment.instance, language)
        found = [(conflict, entry_by_rule(assessment, conflict, rule)) for conflict in some]
        results = [
            _result(assessment, conflict, entry) for conflict, entry in found if entry is not None
        ]
        if not preview and results:
            for ruling in results:
                assessment.decide(
                    ruling.conflict, take=ruling.taken.name, note=note or str(RULE_REASONS[rule])
                )
            assessment.seal()
        rulings += results
    return tuple(rulings)


def _result(assessment: Assessment, conflict: Conflict, entry: Entry) -> RuleResult:
    value, language = answer_of(entry).value, language_code(assessment.language)
    node = find_node(assessment.instance, assessment.renames.here(conflict.key))
    if node is None:
        return RuleResult(conflict, entry, assessment.title, conflict.key, value)
    question, text = plain_text(node.label) or node.name, value_in_words(node, value, language)
    return RuleResult(conflict, entry, assessment.title, question, text)
