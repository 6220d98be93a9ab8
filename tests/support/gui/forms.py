"""Small real forms for the tests of the window, written as XLSForm in Markdown."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from itertools import count
from pathlib import Path

from assessor.form.authoring.workbook_files import files_beside, markdown_tables
from assessor.form.authoring.xlsform import from_tables
from assessor.form.live.instance import Instance
from assessor.form.parse.form_parser import parse_form
from assessor.form.parse.form_source import FormSource

KINDS = """
| survey | | | | | | | | | |
| | type | name | label::English (en) | label::Arabic (ar) | appearance | relevant | readonly | constraint | constraint_message | bind::asr:kind | parameters |
| | text | gate | Gate | بوابة | | | | | | | |
| | text | text | Text | نص | | ${gate} != 'off' | ${gate} = 'locked' | | | | |
| | text | long | Long text | نص طويل | multiline | ${gate} != 'off' | ${gate} = 'locked' | | | | |
| | integer | whole | Whole number | عدد | | ${gate} != 'off' | ${gate} = 'locked' | . < 100 | Below a hundred, please. | | |
| | decimal | decimal | Decimal | عشري | | ${gate} != 'off' | ${gate} = 'locked' | | | | |
| | date | date | Date | تاريخ | | ${gate} != 'off' | ${gate} = 'locked' | | | | |
| | select_one yn | one | One | واحد | | ${gate} != 'off' | ${gate} = 'locked' | | | | |
| | select_one yn | search | Search | بحث | minimal autocomplete | ${gate} != 'off' | ${gate} = 'locked' | | | | |
| | select_one stage | stage | Stage | مرحلة | | ${gate} != 'off' | ${gate} = 'locked' | | | stage | |
| | select_one need | need | Need | حاجة | | ${gate} != 'off' | ${gate} = 'locked' | | | need | |
| | select_multiple yn | several | Several | عدة | | ${gate} != 'off' | ${gate} = 'locked' | | | | |
| | begin group | table | Table | جدول | field-list | ${gate} != 'off' | | | | | |
| | select_one yn | head | Head | رأس | label | | | | | | |
| | select_one yn | row | Row | صف | list-nolabel | | ${gate} = 'locked' | | | | |
| | end group | | | | | | | | | | |
| | note | note | A **note** with *marks* | ملاحظة | | ${gate} != 'off' | | | | | |
| | text | url | Url | سؤال url | url | ${gate} != 'off' | ${gate} = 'locked' | | | |  |
| | text | masked | Masked | سؤال masked | masked | ${gate} != 'off' | ${gate} = 'locked' | | | |  |
| | text | figures | Figures | سؤال figures | numbers | ${gate} != 'off' | ${gate} = 'locked' | | | |  |
| | integer | grouped | Grouped | سؤال grouped | thousands-sep | ${gate} != 'off' | ${gate} = 'locked' | | | |  |
| | decimal | bearing | Bearing | سؤال bearing | bearing | ${gate} != 'off' | ${gate} = 'locked' | | | |  |
| | date | month | Month | سؤال month | month-year | ${gate} != 'off' | ${gate} = 'locked' | | | |  |
| | date | year | Year | سؤال year | year | ${gate} != 'off' | ${gate} = 'locked' | | | |  |
| | date | typed_date | Typed_date | سؤال typed_date | no-calendar | ${gate} != 'off' | ${gate} = 'locked' | | | |  |
| | time | time | Time | سؤال time |  | ${gate} != 'off' | ${gate} = 'locked' | | | |  |
| | datetime | moment | Moment | سؤال moment |  | ${gate} != 'off' | ${gate} = 'locked' | | | |  |
| | geopoint | place | Place | سؤال place |  | ${gate} != 'off' | ${gate} = 'locked' | | | |  |
| | geotrace | trace | Trace | سؤال trace |  | ${gate} != 'off' | ${gate} = 'locked' | | | |  |
| | geoshape | shape | Shape | سؤال shape |  | ${gate} != 'off' | ${gate} = 'locked' | | | |  |
| | barcode | code | Code | سؤال code |  | ${gate} != 'off' | ${gate} = 'locked' | | | |  |
| | select_one yn | likert | Likert | سؤال likert | likert | ${gate} != 'off' | ${gate} = 'locked' | | | |  |
| | select_one yn | tiles | Tiles | سؤال tiles | no-buttons | ${gate} != 'off' | ${gate} = 'locked' | | | |  |
| | select_one pic | pictures | Pictures | سؤال pictures | columns-2 | ${gate} != 'off' | ${gate} = 'locked' | | | |  |
| | select_multiple pic | several_pictures | Several_pictures | سؤال several_pictures | columns-pack | ${gate} != 'off' | ${gate} = 'locked' | | | |  |
| | select_multiple yn | chips | Chips | سؤال chips | minimal | ${gate} != 'off' | ${gate} = 'locked' | | | |  |
| | integer | counter | Counter | سؤال counter | counter | ${gate} != 'off' | ${gate} = 'locked' | | | |  |
| | barcode | hidden_code | Hidden_code | سؤال hidden_code | hidden-answer | ${gate} != 'off' | ${gate} = 'locked' | | | |  |
| | acknowledge | read | Read | سؤال read |  | ${gate} != 'off' | ${gate} = 'locked' | | | |  |
| | range | slider | Slider | سؤال slider |  | ${gate} != 'off' | ${gate} = 'locked' | | | | start=0;end=10;step=2 |
| | range | standing | Standing | سؤال standing | vertical no-ticks | ${gate} != 'off' | ${gate} = 'locked' | | | | start=-1;end=1;step=0.25 |
| | range | picker | Picker | سؤال picker | picker | ${gate} != 'off' | ${gate} = 'locked' | | | | start=1;end=5;step=1 |
| | range | stars | Stars | سؤال stars | rating | ${gate} != 'off' | ${gate} = 'locked' | | | | start=1;end=5;step=1 |
| | rank yn | rank | Rank | سؤال rank |  | ${gate} != 'off' | ${gate} = 'locked' | | | |  |
| choices | | | | | |
| | list_name | name | label::English (en) | label::Arabic (ar) | image::English (en) |
| | pic | sun | Sun | شمس | sun.png |
| | pic | moon | Moon | قمر | gone.png |
| | yn | yes | Yes | نعم |
| | yn | no | No | لا |
| | stage | 1 | 1 Initial | 1 أولي |
| | stage | 2 | 2 Emerging | 2 ناشئ |
| | stage | 3 | 3 Operational | 3 عامل |
| | stage | ni | Not enough information | معلومات غير كافية |
| | need | 0 | 0 No need | 0 لا |
| | need | 4 | 4 Critical | 4 حرج |
| settings | | | |
| | form_id | form_title | namespaces |
| | kinds | Kinds | asr="urn:assessor:bind:1" |
"""  # noqa: E501


def source(markdown: str, folder: Path) -> FormSource:
    """The form a Markdown XLSForm describes; it is written to the folder and converted once."""
    path = folder / "form.md"
    path.write_text(markdown, "utf-8")
    return _converted(markdown, tuple(files_beside(path).items()))


@cache
def _converted(markdown: str, beside: tuple[tuple[str, bytes], ...]) -> FormSource:
    return from_tables(markdown_tables(markdown), dict(beside))


def instance(markdown: str, folder: Path, language: str = "English (en)") -> Instance:
    """A live, empty instance of such a form."""
    ids = count(1)
    return Instance(
        parse_form(source(markdown, folder)),
        now=lambda: datetime(2026, 3, 9, 14, 5, tzinfo=UTC),
        new_id=lambda: f"{next(ids):06x}",
        language=language,
    )
