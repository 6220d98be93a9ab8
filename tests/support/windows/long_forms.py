"""Builders and checks about long forms that several tests share."""

from tests.support.form.markdown_forms import read_markdown


def long_form(many, *, repeat=False):
    """A form with one section of `many` questions; every tenth is asked while q0 is not `off`."""
    kinds = ("text", "integer", "select_one yn", "date")
    tenth = "${q0} != 'off'"
    rows = [
        f"| | {kinds[n % 4]} | q{n} | Question {n} | {tenth if n % 10 == 9 else ''} |"
        for n in range(many)
    ]
    again = """| | begin repeat | people | People | |
| | text | role | Role | |
| | select_one yn | cited | May be cited | |
| | integer | years | Years | |
| | end repeat | | | |"""
    return read_markdown(
        "\n".join(
            [
                "| survey | | | | |",
                "| | type | name | label | relevant |",
                "| | begin group | small | Small | |",
                "| | text | first | First | |",
                "| | end group | | | |",
                "| | begin group | big | Big | |",
                *rows,
                "| | end group | | | |",
                *([again] if repeat else []),
                "| choices | | | |",
                "| | list_name | name | label |",
                "| | yn | yes | Yes |",
                "| | yn | no | No |",
            ]
        )
    )
