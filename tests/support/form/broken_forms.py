"""XLSForms with mistakes, as their authors would make them, and what is to be said of each.

A case is: what it is about, the sheets, and for each mistake sheet, row, what must be said of it
and what of the fix. `|` divides cells, a line is a row; a table begins with `sheet:`.
"""

from __future__ import annotations

YES_NO = """
choices: list_name | name | label
yn | y | Yes
yn | n | No
"""

BROKEN = (
    (
        "a type that is none",
        "survey: type | name | label\ntext | a | A\nintegr | b | B",
        [("survey", 3, "no question type integr", "Is integer meant?")],
    ),
    (
        "a type in capitals",
        "survey: type | name | label\nText | a | A",
        [("survey", 2, "no question type Text", "small letters: text")],
    ),
    (
        "a begin without its blank",
        "survey: type | name | label\nbegingroup | g | G\ntext | a | A\nend_group | |",
        [
            ("survey", 2, "no question type begingroup", "Is begin_group meant?"),
            ("survey", 4, "A group ends here, and none is open", "Remove the row"),
        ],
    ),
    (
        "a row without type",
        "survey: type | name | label\ntext | a | A\n | b | B",
        [("survey", 3, "The row of b has no type", "such as text or integer")],
    ),
    (
        "a question without name",
        "survey: type | name | label\ntext | | A",
        [("survey", 2, "This text question has no name", "a letter, then letters")],
    ),
    (
        "a group without name",
        "survey: type | name | label\nbegin_group | | G\ntext | a | A\nend_group | |",
        [("survey", 2, "This group has no name", "Give it one")],
    ),
    (
        "names that cannot be",
        "survey: type | name | label\ntext | my name | A\ntext | 2nd | B\ntext | a&b | C",
        [
            ("survey", 2, "my name cannot be a name: it has a blank", "begins with a letter"),
            ("survey", 3, "2nd cannot be a name: it begins with “2”", "begins with a letter"),
            ("survey", 4, "a&b cannot be a name: it has a “&”", "begins with a letter"),
        ],
    ),
    (
        "a name taken twice",
        "survey: type | name | label\ntext | a | A\ninteger | a | B",
        [("survey", 3, "The name a is taken: row 2 has it too", "another name")],
    ),
    (
        "the name kept for the form",
        "survey: type | name | label\ntext | meta | A",
        [("survey", 2, "The name meta is kept", "Choose another")],
    ),
    (
        "a repeat named as the root",
        "survey: type | name | label\nbegin_repeat | data | R\ntext | a | A\nend_repeat | |",
        [("survey", 2, "A repeat cannot be named data", "another name")],
    ),
    (
        "two repeats of one name",
        "survey: type | name | label\nbegin_group | g | G\nbegin_repeat | r | R\ntext | a | A\n"
        "end_repeat | |\nend_group | |\nbegin_repeat | r | R\ntext | b | B\nend_repeat | |",
        [("survey", 7, "The repeat of row 3 is named r too", "a name of its own")],
    ),
    (
        "a group without end",
        "survey: type | name | label\nbegin_group | g | G\ntext | a | A",
        [("survey", 2, "The group g has no end", "Write a row end_group")],
    ),
    (
        "an end without begin",
        "survey: type | name | label\ntext | a | A\nend_repeat | |",
        [("survey", 3, "A repeat ends here, and none is open", "Remove the row")],
    ),
    (
        "a group and a repeat crossed",
        "survey: type | name | label\nbegin_group | g | G\nbegin_repeat | r | R\ntext | a | A\n"
        "end_group | |\nend_repeat | |",
        [("survey", 5, "the repeat r of row 3 is open", "End the repeat first")],
    ),
    (
        "a survey without type column",
        "survey: typ | name | label\ntext | a | A",
        [("survey", 1, "The column typ is not read: is type meant?", "Rename it to type")],
    ),
    (
        "no column for names, in either sheet",
        "survey: type | label\ntext | A\nchoices: list_name | label\nyn | Y",
        [
            ("survey", 1, "The survey sheet has no column name", "Add it"),
            ("choices", 1, "The choices sheet has no column name", "Add it"),
        ],
    ),
    (
        "an empty survey",
        "survey: type | name | label",
        [("survey", 1, "no questions", "one a row")],
    ),
    (
        "a misspelt survey sheet",
        "surveys: type | name | label\ntext | a | A",
        [("", 0, "There is no sheet named survey", "Rename the sheet surveys")],
    ),
    (
        "a column twice",
        "survey: type | name | label | label\ntext | a | A | B",
        [("survey", 1, "The column label occurs twice", "Rename or remove")],
    ),
    (
        "a misspelt column",
        "survey: type | name | label | relevent\ntext | a | A | \ntext | b | B | ${a} = 'x'",
        [("survey", 1, "The column relevent is not read", "Rename it to relevant")],
    ),
    (
        "a misspelt column in a language",
        "survey: type | name | lable::English (en)\ntext | a | A",
        [("survey", 1, "lable::English (en) is not read", "Rename it to label::English (en)")],
    ),
    (
        "a select without list",
        "survey: type | name | label\nselect_one | a | A" + YES_NO,
        [("survey", 2, "The select_one names no list", "Write select_one and the name of a list")],
    ),
    (
        "a list with blanks",
        "survey: type | name | label\nselect_one yes no | a | A" + YES_NO,
        [("survey", 2, "the list “yes no”: a list's name has no blanks", "join its words by _")],
    ),
    (
        "a list that is not there",
        "survey: type | name | label\nselect_one yns | a | A" + YES_NO,
        [("survey", 2, "There is no list yns on the choices sheet", "Is yn meant?")],
    ),
    (
        "no choices at all",
        "survey: type | name | label\nselect_one yn | a | A\nchoice: list_name | name | label\n"
        "yn | y | Yes",
        [("survey", 2, "needs the list yn, and there are no choices", "Rename the sheet choice")],
    ),
    (
        "choices without list_name",
        "survey: type | name | label\ntext | a | A\nchoices: listname | name | label\nyn | y | Yes",
        [("choices", 1, "listname is not read: is list_name", "Rename it to list_name")],
    ),
    (
        "a choice without name",
        "survey: type | name | label\nselect_one yn | a | A" + YES_NO + "yn | | Perhaps",
        [("choices", 4, "A choice of the list yn has no name", "the value that is kept")],
    ),
    (
        "a choice twice",
        "survey: type | name | label\nselect_one yn | a | A" + YES_NO + "yn | y | Indeed",
        [("choices", 4, "The list yn has the choice y in row 2 too", "allow_choice_duplicates")],
    ),
    (
        "a blank in a choice of several",
        "survey: type | name | label\nselect_multiple yn | a | A"
        + YES_NO
        + "yn | not yet | Not yet",
        [("choices", 4, "The choice “not yet” has a blank", "Join the words by _")],
    ),
    (
        "or_other with a filter",
        "survey: type | name | label | choice_filter\nselect_one yn or_other | a | A | name = 'y'"
        + YES_NO,
        [("survey", 2, "or_other cannot have a choice_filter", "Take or_other away")],
    ),
    (
        "a filter on a column that is not there",
        "survey: type | name | label | choice_filter\ntext | t | T | \n"
        "select_one yn | a | A | regoin = ${t}\n"
        "choices: list_name | name | label | region\nyn | y | Yes | north",
        [("survey", 3, "reads the column regoin, which the choices sheet has not", "region meant")],
    ),
    (
        "choices from a file of no known sort",
        "survey: type | name | label\nselect_one_from_file towns.xlsx | a | A",
        [("survey", 2, "names towns.xlsx, which is no file", "a .csv, .xml or .geojson file")],
    ),
    (
        "an external list that is not there",
        "survey: type | name | label | choice_filter\nselect_one_external towns | a | A | x = 1\n"
        "external_choices: list_name | name | label\ncities | x | X",
        [("survey", 2, "The list towns is not on the sheet external_choices", "Add it there")],
    ),
    (
        "a calculate without calculation",
        "survey: type | name | label | calculation\ntext | a | A | \ncalculate | c | | ",
        [("survey", 3, "The calculate c has no calculation", "in the column calculation")],
    ),
    (
        "a question without label",
        "survey: type | name | label\ntext | a | ",
        [("survey", 2, "a has no label", "Write one")],
    ),
    (
        "references to nothing, in any column",
        "survey: type | name | label | hint | relevant | default\ntext | village | V | | | \n"
        "text | b | Of ${vilage} | ${nobody} | ${Village} != '' | ${gone}",
        [
            ("survey", 3, "The column label has ${vilage}", "Is ${village} meant?"),
            ("survey", 3, "The column hint has ${nobody}", "Correct the name"),
            ("survey", 3, "The column relevant has ${Village}", "Is ${village} meant?"),
            ("survey", 3, "The column default has ${gone}", "Correct the name"),
        ],
    ),
    (
        "references badly written",
        "survey: type | name | label\ntext | a | A\nnote | n | ${a and ${ a } and ${a b}\n"
        "note | m | ${ a }\nnote | o | ${a",
        [
            ("survey", 3, "${a and ${ a }, which is no reference", "Write ${, one name, and }"),
            ("survey", 3, "${a b}, which is no reference", "Write ${, one name, and }"),
            ("survey", 4, "${ a }, which is no reference", "Write ${a}."),
            ("survey", 5, "“${a”, which is not closed", "Write }"),
        ],
    ),
    (
        "a reference to two",
        "survey: type | name | label | relevant\nbegin_group | g | G | \ntext | a | A | \n"
        "end_group | | | \nbegin_group | h | H | \ntext | a | A | \nend_group | | | \n"
        "text | b | B | ${a} = 1",
        [("survey", 8, "a could be any of the rows 3, 6", "a name of its own")],
    ),
    (
        "references in choices and settings",
        "survey: type | name | label\nselect_one yn | a | A\nchoices: list_name | name | label\n"
        "yn | y | Like ${b}\nsettings: form_title | form_id | version | instance_name\n"
        "T | t | 1 | ${c}",
        [
            ("choices", 2, "${b}, and nothing is named b", "Correct the name"),
            ("settings", 2, "${c}, and nothing is named c", "Correct the name"),
        ],
    ),
    (
        "a trigger that is no question",
        "survey: type | name | label | trigger | calculation\ntext | a | A | | \n"
        "calculate | c | | a | 1\ncalculate | d | | ${b} | 1",
        [
            ("survey", 3, "The trigger a is no reference", "Write ${name}"),
            ("survey", 4, "The trigger ${b} names no question", "Name a question"),
        ],
    ),
    (
        "expressions that end too early, or open and never close",
        "survey: type | name | label | relevant | constraint\ntext | a | A | | . > \n"
        "text | b | B | (${a} = 'x' | \ntext | c | C | ${a} = 'x | ",
        [
            ("survey", 2, "The constraint “. >” ends too early", "Write what is missing"),
            ("survey", 3, "ends too early", "A ( is not closed: write a )."),
            ("survey", 4, "at character 8: “'x”", "A quotation mark is not closed"),
        ],
    ),
    (
        "signs of other languages",
        "survey: type | name | label | relevant\ntext | a | A | \ntext | b | B | ${a} == 'x'\n"
        "text | c | C | ${a} = 'x' && ${b} = 'y'\ntext | d | D | ${a} <> 'x'\n"
        "text | e | E | ${a} ≥ 3\ntext | f | F | !${a}",
        [
            ("survey", 3, "at character 7", "Write a single =."),
            ("survey", 4, "at character 12", "Write and."),
            ("survey", 5, "at character 7", "Write !=."),
            ("survey", 6, "at character 6", "Write >=."),
            ("survey", 7, "at character 1", "Write not(…)"),
        ],
    ),
    (
        "a missing operator, and a missing value",
        "survey: type | name | label | relevant\ntext | a | A | \ntext | b | B | ${a} ${a}\n"
        "text | c | C | ${a} = and 1\ntext | d | D | if(${a}, 1))",
        [
            ("survey", 3, "at character 6: “${a}”", "An operator or a comma is missing"),
            ("survey", 4, "“${a} = and 1” cannot be read at character 12", "operator"),
            ("survey", 5, "at character 12: “)”", "one too many"),
        ],
    ),
    (
        "functions that are none, or take something else",
        "survey: type | name | label | calculation\ninteger | a | A | \n"
        "calculate | b | | rounds(${a}, 1)\ncalculate | c | | frobnicate(1)\n"
        "calculate | d | | substr(${a})",
        [
            ("survey", 3, "no function `rounds()`", "Is round() meant?"),
            ("survey", 4, "no function `frobnicate()`", "that ODK forms know"),
            ("survey", 5, "`substr()` takes 2 to 3 arguments, not 1", "what it takes"),
        ],
    ),
    (
        "a pattern that is none",
        "survey: type | name | label | constraint\ntext | a | A | regex(., '^[a-z')",
        [("survey", 2, "`^[a-z` is no regular expression", "")],
    ),
    (
        "counts that are no numbers",
        "survey: type | name | label | repeat_count\nbegin_repeat | r | R | three\ntext | a | A | \n"
        "end_repeat | | | \nbegin_repeat | s | S | -2\ntext | b | B | \nend_repeat | | | \n"
        "begin_repeat | t | T | 1.5\ntext | c | C | \nend_repeat | | | ",
        [
            ("survey", 2, "The repeat_count three is no number", "Write a whole number"),
            ("survey", 5, "The repeat_count -2 is no number", "Write a whole number"),
            ("survey", 8, "The repeat_count 1.5 is no number", "Write a whole number"),
        ],
    ),
    (
        "parameters",
        "survey: type | name | label | parameters\nrange | a | A | start=1 end=x\n"
        "range | b | B | star=1\nrange | c | C | start 1\nrange | d | D | start=1 end=3 step=5\n"
        "range | e | E | step=0\nselect_one yn | f | F | seed=3\n"
        "select_one yn | g | G | randomize=maybe\ntext | h | H | rows=many" + YES_NO,
        [
            ("survey", 2, "The end x is no number", "Write a number"),
            ("survey", 3, "A range has no parameter star", "Is start meant?"),
            ("survey", 4, "“start 1”, which is no key=value", "Write key=value"),
            ("survey", 5, "The step 5 is larger than the range", "a smaller one"),
            ("survey", 6, "The step of the range is 0", "a larger one"),
            ("survey", 7, "a seed and no randomize", "randomize=true"),
            ("survey", 8, "The randomize maybe is neither", "Write true"),
            ("survey", 9, "The rows many is no number", "Write a number"),
        ],
    ),
    (
        "settings that cannot be",
        "survey: type | name | label\ntext | a | A\nsettings: form_title | form_id | version | name"
        " | allow_choice_duplicates\nT | t | 1 | my form | perhaps",
        [
            ("settings", 2, "The name my form cannot be one", "begins with a letter"),
            ("settings", 2, "allow_choice_duplicates is perhaps", "Write yes or no"),
        ],
    ),
    (
        "a misspelt setting",
        "survey: type | name | label\ntext | a | A\nsettings: form_title | form_id | version | "
        "defualt_language\nT | t | 1 | en",
        [("settings", 1, "defualt_language is not read", "Rename it to default_language")],
    ),
    (
        "one language written in two ways",
        "survey: type | name | label::English (en) | label::French (fr) | hint::Frensh (fr)\n"
        "text | a | A | A | H",
        [
            (
                "survey",
                1,
                "is in Frensh (fr), and the labels are in French (fr)",
                "to hint::French (fr)",
            )
        ],
    ),
    (
        "an audit with a name",
        "survey: type | name | label\naudit | mine | \ntext | a | A",
        [("survey", 2, "An audit cannot be named mine", "Leave it unnamed")],
    ),
    (
        "several mistakes at once, and a circle and a missing file beyond them",
        "survey: type | name | label | calculation | relevant\ntext | a | Of ${nobody} | | \n"
        "calculate | b | | ${c} + 1 | \ncalculate | c | | ${b} + 1 | \n"
        "text | d | D | | ${a} == 1\nselect_one_from_file towns.csv | e | E | | ",
        [
            ("survey", 2, "nothing is named nobody", "Correct the name"),
            ("survey", 5, "at character 7", "Write a single =."),
            ("survey", 6, "needs the file towns.csv", "media folder"),
            ("survey", 3, "/data/b → /data/c → /data/b", "Break the circle"),
        ],
    ),
)
