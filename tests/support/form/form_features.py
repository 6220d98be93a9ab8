"""What forms can use, listed from the code: the table in the README.

`python -m tests.support.form.form_features` writes it there; a test fails when it is stale.
"""

from __future__ import annotations

from assessor.errors import FormError
from assessor.form.authoring import xlsform
from assessor.form.authoring.row_types import CURRENT_TYPES
from assessor.form.model import xpath_parser
from assessor.form.model.appearances import APPEARANCES
from assessor.form.model.datatypes import TYPES
from assessor.form.parse import body_parser, model_parser
from assessor.form.parse.form_parser import parse_form
from assessor.form.xpath.functions.function_table import FUNCTIONS
from assessor.form.xpath.static_types import SPECIAL_FUNCTIONS
from tests.support.form.form_filling import REPOSITORY

README = REPOSITORY / "README.md"
LOGIC = ("calculate", "relevant", "readonly", "required", "constraint")
START, END = "<!-- form features -->", "<!-- /form features -->"


def untaken() -> list[str]:
    """Return the question types that pyxform knows and Assessor refuses."""
    taken = question_types()
    return [each for each in CURRENT_TYPES if not each.startswith("end_") and each not in taken]


def words(names: object) -> str:
    return " ".join(f"`{name}`" for name in names)  # type: ignore[attr-defined]


def appearances(*, supported: bool) -> str:
    """Return the appearances of one kind as written in a form."""
    return words(each.word for each in APPEARANCES if each.supported is supported)


def question_types() -> list[str]:
    """Return the usable XLSForm types in their current spelling.

    Each is tried in a form of one question.
    """
    return [each for each in CURRENT_TYPES if not each.startswith("end_") and _is_taken(each)]


def _is_taken(kind: str) -> bool:
    files = {"f.csv": b"name,label\na,A\n", "f.xml": b"<root><item><name>a</name></item></root>"}
    listed = f"{kind} {'f.csv' if kind.endswith('_file') else 'l'}"
    selects = kind.startswith(("select_", "rank"))
    name = "audit" if kind == "audit" else "f" if kind.endswith("-external") else "q"
    calculation = "1" if kind == "calculate" else ""
    trigger = "${t}" if kind == "background-geopoint" else ""
    rows = [["text", "t", "T"], [listed if selects else kind, name, "Q", calculation, trigger]]
    if kind.startswith("begin_"):
        rows += [["text", "a", "A"], [kind.replace("begin", "end")]]
    choices = [["list_name", "name", "label"], ["l", "a", "A"]]
    tables = {
        "survey": [["type", "name", "label", "calculation", "trigger"], *rows],
        "choices": choices,
        "external_choices": choices,
    }
    try:
        parse_form(xlsform.from_tables(tables, files))
    except FormError:
        return False
    return True


def table() -> str:
    """Return the table as Markdown."""
    controls = sorted({*body_parser.CONTROLS, "group", "repeat"})
    rows = (
        ("Written as", "XLSForm (.xlsx, a folder of CSV files, Markdown) or XForm (.xml)"),
        ("Question types", words(question_types())),
        ("Controls", words(controls) + "; a read-only input is a note"),
        ("Data types", words(sorted(TYPES))),
        ("Appearances", appearances(supported=True)),
        ("Passed over, asked all the same", appearances(supported=False)),
        ("Style of the form", "`theme-grid` with `wN`; every other is shown in the usual way"),
        ("Logic", words(LOGIC) + " `default` `preload` `choice_filter`"),
        (
            "Choices from",
            "the form, `external_choices`, XML, CSV and GeoJSON files, repeats; `randomize` with a seed",
        ),
        (
            "Repeats",
            "nested, `jr:template`, `jr:count`, `jr:noAddRemove`, \u201canother one?\u201d counts",
        ),
        ("Languages", "itext with long, short, guidance and media forms; outputs in every text"),
        (
            "Styling",
            "of labels, hints and guidance: headings, bold, italic, links (not followed), escapes; "
            "`<span style>` with `color` or `font-family`, `<p style>` with `text-align`",
        ),
        (
            "Actions",
            words(sorted(model_parser.ACTIONS)) + " on " + words(sorted(model_parser.KNOWN)),
        ),
        (
            "XPath 1.0",
            "whole: " + words(sorted(xpath_parser.AXES)) + ", predicates, unions, all operators",
        ),
        ("Functions", words(sorted({*FUNCTIONS, *SPECIAL_FUNCTIONS}))),
        (
            "Submissions",
            "ODK XML out and in, `deprecatedID`, attachments, `last-saved`, the audit log; entities: "
            "`create`, `update`, both, `save_to`, several lists, in repeats",
        ),
        (
            "Refused, by name",
            "every mistake of an XLSForm at once, by sheet and row, with its fix; circles, with their "
            "path; unknown functions, elements, data types and events; missing files; what is larger, "
            "deeper or denser than any form; " + words(untaken()),
        ),
    )
    lines = ["| | |", "|---|---|", *(f"| {name} | {what} |" for name, what in rows)]
    return "\n".join(lines)


def written(text: str) -> str:
    """Return the README with the current table."""
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n{table()}\n{END}{after}"


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
