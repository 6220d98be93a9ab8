"""Counts of facts by file and group: agreeing, deviating by a named rule, failing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field


@dataclass
class Group:
    """The facts of one group of cases."""

    cases: int = 0
    facts: int = 0
    agree: int = 0
    rules: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    failures: list[str] = field(default_factory=list)


class Tally:
    """The groups of one file."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.groups: dict[str, Group] = defaultdict(Group)

    def case(self, group: str) -> None:
        self.groups[group].cases += 1

    def fact(self, group: str, agrees: bool, rule: str | None, what: str) -> None:
        """Count one compared fact; a deviation may be explained by a rule."""
        found = self.groups[group]
        found.facts += 1
        if agrees:
            found.agree += 1
        elif rule:
            found.rules[rule].append(what)
        else:
            found.failures.append(what)

    @property
    def failures(self) -> list[str]:
        return [each for group in self.groups.values() for each in group.failures]

    def lines(self, groups: bool, deviations: bool) -> list[str]:
        """Return the report lines: file, rules and, on demand, groups and deviations."""
        total = Group()
        rows: list[str] = []
        for name, group in sorted(self.groups.items()):
            total.cases += group.cases
            total.facts += group.facts
            total.agree += group.agree
            total.failures += group.failures
            for rule, whats in group.rules.items():
                total.rules[rule] += whats
            if groups:
                rows.append(_line(f"  {name}", group))
        head = [_line(self.name, total)]
        for rule, whats in sorted(total.rules.items()):
            head.append(f"    {len(whats)} by the rule: {rule}")
            head += [f"      ~ {what}" for what in whats if deviations]
        return head + rows


def _line(name: str, group: Group) -> str:
    deviating = sum(map(len, group.rules.values()))
    share = 100 * group.agree / group.facts if group.facts else 100.0
    return (
        f"{name}: {group.cases} cases, {group.facts} facts, {group.agree} agree ({share:.2f} %), "
        f"{deviating} by rule, {len(group.failures)} fail"
    )
