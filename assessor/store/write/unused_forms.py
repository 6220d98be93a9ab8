"""Delete forms that no admitted changeset needs; call it inside a transaction."""

from __future__ import annotations

from collections.abc import Iterable

from assessor.store.files.connection import Connection
from assessor.store.model.changeset import Changeset
from assessor.store.read.form_binding import FORM_KIND, ordered_forms

_NAMING = (
    "SELECT EXISTS(SELECT 1 FROM changeset WHERE assessment=? AND form=?)"
    " OR EXISTS(SELECT 1 FROM topic t JOIN entry e USING(topic)"
    " WHERE e.assessment=? AND t.kind=? AND e.body LIKE ?)"
)
_WITHOUT_CONTENT = (
    "UPDATE assessment SET form='' WHERE assessment=? AND EXISTS(SELECT 1 FROM form f"
    " WHERE f.digest=assessment.form) AND NOT EXISTS(SELECT 1 FROM changeset c"
    " WHERE c.assessment=assessment.assessment) AND NOT EXISTS(SELECT 1 FROM entry e"
    " WHERE e.assessment=assessment.assessment)"
)


def drop_unused_forms(connection: Connection, digests: Iterable[str]) -> None:
    """Delete those of these forms (64 hex) that no assessment, changeset or order names.

    In a database only a keeper may do that.
    """
    if connection.shared and not connection.value("SELECT has_table_privilege('form', 'DELETE')"):
        return
    assessments = dict(connection.rows("SELECT assessment, form FROM assessment"))
    for digest in {*digests} - {*assessments.values()}:
        named = ((one, digest, one, FORM_KIND, f"%{digest}%") for one in assessments)
        if not any(connection.value(_NAMING, values) for values in named):
            connection.execute("DELETE FROM form WHERE digest=?", (digest,))


def take_forms_back(
    connection: Connection, undone: Iterable[Changeset], assessments: Iterable[int]
) -> None:
    """Delete the forms that came with undone changesets, unless others use them.

    An assessment (by number) of which nothing is left has no form any more. The first changeset
    that comes again gives it one.
    """
    digests = set().union(*({one.header.form} | ordered_forms(one) for one in undone))
    for assessment in assessments:
        form = connection.value("SELECT form FROM assessment WHERE assessment=?", (assessment,))
        digests.add(str(form))
        connection.execute(_WITHOUT_CONTENT, (assessment,))
    drop_unused_forms(connection, sorted(digests))
