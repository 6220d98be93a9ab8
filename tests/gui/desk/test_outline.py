"""The outline never counts more answered than relevant questions."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from assessor.assessment.core.answer import Answer
from assessor.assessment.core.completeness import progress_of
from assessor.form.live.instance import Instance
from assessor.form.parse.form_parser import parse_form
from assessor.gui.desk.outline_row import SectionCount
from tests.support.gui.forms import KINDS, source

_EDITS = st.lists(
    st.tuples(
        st.sampled_from(["gate", "text", "whole", "one", "stage", "several", "table/row", "note"]),
        st.sampled_from(["", "off", "on", "locked", "yes", "no", "2", "250", "bygone"]),
    ),
    max_size=30,
)


@given(answered=st.integers(0, 10_000), relevant=st.integers(0, 10_000))
def test_the_percentage_is_at_most_100(answered, relevant):
    assert 0 <= SectionCount(answered, relevant, 0, 0).percent <= 100


def test_progress_counts_only_relevant_questions(tmp_path):
    form = parse_form(source(KINDS, tmp_path))

    @settings(max_examples=60, deadline=None)
    @given(_EDITS)
    def holds(edits):
        live = Instance(
            form,
            now=lambda: datetime(2026, 3, 9, tzinfo=UTC),
            new_id=lambda: "abcdef",
            language="English (en)",
        )
        for name, value in edits:
            reference = f"/data/{name}"
            if live.node(reference).type != "int" or value.isdigit() or not value:
                live.set(reference, value)
            said = progress_of(live.root, lambda at: Answer(value=live.node(at).value))
            assert 0 <= said.answered <= said.relevant
            assert 0 <= said.percent <= 100

    holds()
