"""Blank questionnaires on paper: complete, one section, or the questions of one cluster."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from assessor.assessment.base.file_writing import write_verified
from assessor.assessment.base.form_languages import language_of
from assessor.assessment.base.progress import ProgressCallback, no_progress
from assessor.assessment.core.accepted_forms import load_accepted_form
from assessor.assessment.core.completeness import ASKED
from assessor.assessment.core.mission_start import new_id
from assessor.assessment.entries.clusters import cluster_labels, clusters_of
from assessor.errors import Refused
from assessor.form.labels.styled_text import plain_text
from assessor.form.live.instance import Instance
from assessor.form.live.node import Node
from assessor.form.parse.form_source import FormSource


@dataclass(frozen=True, slots=True)
class PrintedPart:
    """A `section` (its name), the questions of a `cluster` (its code), both, or everything."""

    section: str = ""
    cluster: str = ""


class BlankForm:
    """A form without answers, in one of its languages. Raises Refused, FormError."""

    def __init__(self, source: FormSource, language: str = "") -> None:
        form, instrument = load_accepted_form(source)
        self.language = language_of(form, language) if language else form.default_language
        self._instance = Instance(
            form, now=lambda: datetime.now(UTC), new_id=new_id, language=self.language
        )
        self.title = plain_text(
            (instrument.titles[self.language] if instrument else "") or form.title
        )

    def sections(self) -> dict[str, str]:
        """Return the labels of sections with questions, by name."""
        return {
            node.name: " ".join(plain_text(node.label).split()) or node.name
            for node in self._instance.root.children
            if node.kind != "question" and any(_printed_questions(node))
        }

    def clusters(self) -> dict[str, str]:
        """Return the labels of clusters with questions, by code."""
        return cluster_labels(self._instance)

    def count(self, part: PrintedPart) -> int:
        """Count the questions of a part; those in a repeat count once."""
        return sum(
            self._keeps(part, node) for top in self._tops(part) for node in _printed_questions(top)
        )

    def pages(
        self,
        part: PrintedPart,
        *,
        guidance: bool = False,
        report_progress: ProgressCallback = no_progress,
    ) -> bytes:
        """Return a part as a PDF, with guidance if wanted. Raises Refused for an unknown part."""
        # imported late: layout loads many libraries
        from assessor.report.output.blank_questionnaire import render_questionnaire

        sections, clusters = self.sections(), self.clusters()
        if part.section and part.section not in sections:
            raise Refused(
                "The form has no section {name}: it has {known}.",
                name=part.section,
                known=", ".join(sections) or "none",
            )
        if part.cluster and part.cluster not in clusters:
            raise Refused(
                "The form asks no cluster {code}: it asks {known}.",
                code=part.cluster,
                known=", ".join(clusters) or "none",
            )
        return render_questionnaire(
            self._tops(part),
            self.language,
            self.title,
            clusters.get(part.cluster, ""),
            lambda node: self._keeps(part, node),
            partial(report_progress, "Laying out the pages…"),
            guidance=guidance,
        )

    def _tops(self, part: PrintedPart) -> tuple[Node, ...]:
        tops = tuple(self._instance.root.children)
        return tuple(each for each in tops if not part.section or each.name == part.section)

    @staticmethod
    def _keeps(part: PrintedPart, node: Node) -> bool:
        return not part.cluster or part.cluster in clusters_of(node)


def print_blank(
    source: FormSource,
    path: Path,
    *,
    part: PrintedPart | None = None,
    language: str = "",
    guidance: bool = False,
    report_progress: ProgressCallback = no_progress,
) -> int:
    """Write a form's questions, or a part of them, to a PDF at `path`; return its bytes.

    The language is one of the form, by default its own. Raises Refused for an unknown section,
    cluster or language, FileError if it cannot be written. What `report_progress` raises stops the
    work, and nothing is written.
    """
    content = BlankForm(source, language).pages(
        part or PrintedPart(), guidance=guidance, report_progress=report_progress
    )
    write_verified(content, path, private=False)
    return len(content)


def _printed_questions(node: Node) -> Iterator[Node]:
    if node.kind == "question":
        if node.control in ASKED and "label" not in node.appearance.split():
            yield node
        return
    for child in node.children:
        yield from _printed_questions(child)
