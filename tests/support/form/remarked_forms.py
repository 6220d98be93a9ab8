"""XLSForms that are usable but look unintended, and the expected remarks."""

from __future__ import annotations

from tests.support.form.broken_forms import YES_NO

REMARKED = (
    (
        "an appearance nobody knows",
        "survey: type | name | label | appearance\ntext | a | A | multilin w2\n"
        "text | b | B | sparkling",
        [
            ("survey", 2, "The appearance multilin is not known", "Is multiline meant?"),
            ("survey", 3, "The appearance sparkling is not known", "Remove it"),
        ],
    ),
    (
        "a choice without label, and one without list",
        "survey: type | name | label\nselect_one yn | a | A" + YES_NO + "yn | x | \n | z | Z",
        [
            ("choices", 4, "The choice x of the list yn has no label", "Its name is shown"),
            ("choices", 5, "The choice z belongs to no list", "Write its list_name"),
        ],
    ),
    (
        "a list nobody uses",
        "survey: type | name | label\ntext | a | A" + YES_NO,
        [("choices", 2, "No question uses the list yn", "Remove it")],
    ),
    (
        "messages and filters that do nothing",
        "survey: type | name | label | constraint_message | required_message | choice_filter\n"
        "text | a | A | Wrong! | Please! | x = 1",
        [
            ("survey", 2, "a constraint_message without a constraint", "Write the constraint"),
            ("survey", 2, "a required_message without a required", "Write the required"),
            ("survey", 2, "The choice_filter of a text does nothing", "Move it"),
        ],
    ),
    (
        "a count on a group",
        "survey: type | name | label | repeat_count\nbegin_group | g | G | 3\ntext | a | A | \n"
        "end_group | | | ",
        [("survey", 2, "The repeat_count of a group does nothing", "begins the repeat")],
    ),
    (
        "a name without its reference",
        "survey: type | name | label | relevant\ntext | a | A | \ntext | b | B | a = 'x'",
        [("survey", 3, "“a = 'x'” says a, which reads as nothing", "Write ${a}, or 'a'")],
    ),
    (
        "names that differ by capitals",
        "survey: type | name | label\ntext | a | A\ntext | A | B",
        [("survey", 3, "A differs from a in row 2 by capitals alone", "Rename one")],
    ),
    (
        "no settings",
        "survey: type | name | label\ntext | a | A",
        [("settings", 1, "There are no settings", "form_title, form_id, version")],
    ),
    (
        "settings that say little, twice",
        "survey: type | name | label\ntext | a | A\nsettings: form_title | form_id\nT | \nU | u",
        [
            ("settings", 2, "The settings have no form_id", "answers are kept under it"),
            ("settings", 2, "The settings have no version", "answers are kept under it"),
            ("settings", 3, "Only the first row", "Remove this row"),
        ],
    ),
    (
        "languages that are not everywhere",
        "survey: type | name | label::English (en) | label::French (fr) | hint::English (en)\n"
        "select_one yn | a | A | | H\nchoices: list_name | name | label\nyn | y | Yes",
        [
            ("survey", 1, "The column hint is not written in French (fr)", "each language"),
            ("survey", 2, "label is blank in French (fr) in row 2", "in every language"),
            ("choices", 1, "label is not written in English (en), French (fr)", "each language"),
        ],
    ),
    (
        "a default language that is none",
        "survey: type | name | label::English (en) | label::French (fr)\ntext | a | A | A\n"
        "settings: form_title | form_id | version | default_language\nT | t | 1 | English",
        [
            (
                "settings",
                2,
                "The default_language is English, and no label",
                "Is English (en) meant?",
            )
        ],
    ),
    (
        "a sheet a slip away from one that is read",
        "survey: type | name | label\ntext | a | A\nsetting: form_title\nT",
        [("setting", 1, "is settings meant?", "Rename it to settings")],
    ),
    (
        "a column of one's own, near one that is there",
        "survey: type | name | label | labels\ntext | a | A | mine",
        [("survey", 1, "The column labels is not read", "_labels if it is your own")],
    ),
)
