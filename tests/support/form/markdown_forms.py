"""Forms written inline as Markdown tables, one per sheet, as in pyxform's tests."""

from assessor.form.authoring.workbook_files import markdown_tables
from assessor.form.authoring.xlsform import from_tables
from assessor.form.parse.form_source import FormSource


def read_markdown(text: str) -> FormSource:
    """Read a form from Markdown tables."""
    return from_tables(markdown_tables(text))
