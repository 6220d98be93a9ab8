"""The words of a treaty's table, the same in the report, the window and the tables."""

from __future__ import annotations

from collections.abc import Callable

from assessor.report.readings.treaty_tables import ArticleLine, ProvisionGap, TreatyTable
from assessor.scoring.article_rules import InLaw
from assessor.scoring.instrument_records import Duty
from assessor.scoring.treaties import Use

Translate = Callable[[str], str]

GROUPS = (
    ("offence", "liability", "jurisdiction", "general"),
    ("safeguard",),
    ("procedure",),
    ("victims",),
    ("cooperation",),
    ("prevention", "assistance", "institution", "final"),
)
"""Categories of the sheet `legal_refs` that stand together, safeguards before powers."""

SAFEGUARDS, POWERS = 1, 2
"""Places of the safeguards and of the powers among the groups."""


def group_titles(translate: Translate) -> tuple[str, ...]:
    """Return the titles of the groups."""
    return (
        translate("Offences, liability and jurisdiction"),
        translate("Safeguards"),
        translate("Powers"),
        translate("Victims and witnesses"),
        translate("Cooperation"),
        translate("Prevention and assistance"),
    )


def status_words(translate: Translate) -> dict[InLaw, str]:
    """Return the words of the five statuses."""
    return {
        InLaw.YES: translate("Yes"),
        InLaw.PARTLY: translate("Partly"),
        InLaw.NO: translate("No"),
        InLaw.NOT_KNOWN: translate("Not known"),
        InLaw.NOT_ASKED: translate("Not asked"),
    }


def duty_words(translate: Translate, duty: Duty) -> str:
    """Return how an article binds; blank where it simply obliges."""
    return {
        Duty.NONE: "",
        Duty.MUST: "",
        Duty.WITHIN_LAW: translate("within the limits of national law"),
        Duty.BEST_EFFORTS: translate("as best the state can"),
        Duty.MAY: translate("an option"),
        Duty.CONSIDER: translate("to be considered"),
    }[duty]


def law_words(translate: Translate, line: ArticleLine) -> tuple[str, str]:
    """Return whether an article is in law, and a remark or blank."""
    if line.in_law is None:
        return translate("Not released"), ""
    words = status_words(translate)
    placed = {
        InLaw.YES: translate("in place"),
        InLaw.PARTLY: translate("partly in place"),
        InLaw.NO: translate("not in place"),
    }
    remarks = [placed[line.in_law]] if line.in_place and line.in_law in placed else []
    if line.disputed:
        remarks.append(translate("answers differ"))
        return " / ".join(words[each] for each in line.disputed), ", ".join(remarks)
    if line.in_law is InLaw.NO and line.duty.optional:
        return words[InLaw.NO], translate("an option not used")
    return words[line.in_law], ", ".join(remarks)


def practice_words(translate: Translate, line: ArticleLine) -> tuple[str, str]:
    """Return how an article is used, and its source or blank."""
    practice = line.practice
    if practice is None:
        return translate("Not released"), ""
    if practice.use is Use.STAGE:
        source = translate("{source}; capped at this stage") if practice.capped else "{source}"
        stage = translate("Stage {number}").format(number=practice.stage)
        return stage, source.format(source=line.source)
    words = {
        Use.IN_USE: translate("In use"),
        Use.RARELY_USED: translate("Rarely used"),
        Use.CHARGED: translate("Charged"),
        Use.NOT_CHARGED: translate("Not charged"),
        Use.NOT_KNOWN: translate("Not known"),
        Use.NOT_ASKED: translate("Not asked"),
        Use.NO_LEGAL_BASIS: translate("No legal basis"),
        Use.WITHOUT_LEGAL_BASIS: translate("Reported in use without a legal basis: check"),
        Use.NOT_TOLD: "–",
    }
    return words[practice.use], line.source


def answer_words(
    translate: Translate, line: ArticleLine, colon: str = ": ", semicolon: str = "; "
) -> str:
    """Return the answers that decided an article."""
    answers = [
        f"{label}{' ' if label.endswith(('?', '؟', '？')) else colon}{semicolon.join(values)}"
        for label, values in line.answers
    ]
    if answers and not line.whole:
        answers.append(translate("other elements of the article are not asked"))
    return semicolon.join(answers)


def gap_words(translate: Translate, line: ArticleLine) -> str:
    """Return why no provision of national law is quoted; blank if one is, or none is needed."""
    return {
        ProvisionGap.NONE: "",
        ProvisionGap.NOT_RELEASED: translate("The provision is not released"),
        ProvisionGap.NOT_NOTED: translate("The text was seen; its article was not noted"),
        ProvisionGap.NOT_SEEN: translate("Said to be in law; the text was not seen"),
    }[line.gap]


def lawyer_words(translate: Translate) -> str:
    """Return what a lawyer has still to check."""
    return translate(
        "To be checked by a lawyer: the numbers of the articles, their titles and translations, "
        "and the comparison with national law."
    )


def open_safeguards(table: TreatyTable) -> tuple[str, ...]:
    """Return the numbers of the safeguards that are not known to be fully in law."""
    return tuple(
        line.number
        for line in table.articles
        if line.category in GROUPS[SAFEGUARDS] and line.in_law not in (InLaw.YES, None)
    )


def standing_words(translate: Translate, table: TreatyTable) -> str:
    """Return what a treaty is to this state."""
    if table.bound is None:
        return translate("Whether the state is party is not known: the table is for comparison.")
    if table.bound:
        words = translate("{standing}: the treaty binds the state.")
    else:
        words = translate("{standing}: the state is not party, and the table is for comparison.")
    return words.format(standing=table.standing)


def count_words(translate: Translate, table: TreatyTable) -> str:
    """Return how many articles have each status; always all five."""
    counts = table.counts
    words = translate(
        "Of {all} articles: {yes} yes, {partly} partly, {no} no, {not_known} not known, "
        "{not_asked} not asked."
    ).format(
        all=len(table.articles) - table.not_released,
        yes=counts[InLaw.YES],
        partly=counts[InLaw.PARTLY],
        no=counts[InLaw.NO],
        not_known=counts[InLaw.NOT_KNOWN],
        not_asked=counts[InLaw.NOT_ASKED],
    )
    if table.not_released:
        left = translate("Not released: {count} more.").format(count=table.not_released)
        words = f"{words} {left}"
    return words
