"""Pictures and recordings of choices, from both kinds of choice lists."""

from tests.support.gui.forms import instance

FORM = """
| survey | | | | | |
| | type | name | label::English (en) | label::French (fr) | choice_filter |
| | text | only | Only | Seulement | |
| | select_one sky | plain | Plain | Simple | |
| | select_multiple sky | some | Some | Quelques | name != ${only} |
| | select_one yn | bare | Bare | Nu | |
| choices | | | | | | |
| | list_name | name | label::English (en) | label::French (fr) | image::English (en) | audio::French (fr) |
| | sky | sun | Sun | Soleil | sun.png | soleil.mp3 |
| | sky | moon | Moon | Lune | moon.png | |
| | yn | yes | Yes | Oui | | |
"""


def test_media_of_choices_follow_language_and_filter(tmp_path):
    live = instance(FORM, tmp_path)
    node = live.node
    assert node("/data/plain").choice_media("image") == {
        "sun": "jr://images/sun.png",
        "moon": "jr://images/moon.png",
    }
    assert dict(node("/data/bare").choice_media("image")) == {}
    assert dict(node("/data/only").choice_media("image")) == {}
    live.set("/data/only", "moon")
    assert list(node("/data/some").choice_media("image")) == ["sun"]
    live.set_language("French (fr)")
    assert dict(node("/data/plain").choice_media("image")) == {}
    assert node("/data/plain").choice_media("audio") == {"sun": "jr://audio/soleil.mp3"}
    assert dict(node("/data/plain").choice_media("video")) == {}
