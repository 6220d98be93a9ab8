"""Blank questionnaires on paper, whole or for one stakeholder cluster."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from assessor.assessment.accepting import known
from assessor.assessment.clusters import cluster_labels, clusters_of
from assessor.assessment.languages import language_of
from assessor.assessment.starting import new_id
from assessor.assessment.telling import Tell, silent
from assessor.assessment.writing import put
from assessor.errors import FileError, Refused
from assessor.form.instance import Instance
from assessor.form.source import FormSource
from assessor.form.styling import plain


def print_blank(
    source: FormSource, path: Path, *, cluster: str = "", language: str = "", tell: Tell = silent
) -> int:
    """Write a form's questions to a PDF at `path`; its bytes.

    Only those `cluster` is asked, if one is named; in a language of the form, or its default one.
    Raises Refused for a cluster or language the form does not have, FileError when it cannot be
    written. Whatever `tell` raises ends the work, and nothing is written.
    """
    from assessor.report.blank import render_blank  # late: laying out loads much

    form, instrument = known(source)
    spoken = language_of(form, language) if language else form.default_language
    instance = Instance(form, now=lambda: datetime.now(UTC), new_id=new_id, language=spoken)
    groups = cluster_labels(instance)
    if cluster and cluster not in groups:
        raise Refused(
            "The form asks no cluster {code}: it asks {known}.",
            code=cluster,
            known=", ".join(groups) or "none",
        )
    made = render_blank(
        instance.root,
        spoken,
        plain((instrument.titles[spoken] if instrument else "") or form.title),
        groups.get(cluster, ""),
        lambda node: not cluster or cluster in clusters_of(node),
        lambda done, of: tell("Laying out the pages…", done, of),
    )

    def proof(part: Path) -> None:
        if part.read_bytes() != made:
            raise FileError("{file} reads back wrong: save it somewhere else.", file=path)

    put(made, path, proof)
    return len(made)
