"""A submission that reads other files of the computer, or grows without end."""

from __future__ import annotations

import pytest

from assessor.cli.main import main
from tests.support.assessment.laptops import laptop, small_form

OUTSIDE = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
GROWING = "<!DOCTYPE d [<!ENTITY a 'xxxxxxxxxx'><!ENTITY e '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
BODY = "<data id='small'><police><finding>&e;</finding></police></data>"
SENTENCE = "The submission declares things in its document type, which is not allowed."


@pytest.mark.parametrize("declared", [OUTSIDE, GROWING])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_submission_declares_nothing(tmp_path, capsys, declared, encoding):
    """An entity is declared, in UTF-8 or, where a search for its bytes finds nothing, in UTF-16."""
    ana = laptop(tmp_path, "Ana")
    ana.create(small_form(tmp_path)).close()
    path = tmp_path / "submission.xml"
    path.write_bytes(
        f"<?xml version='1.0' encoding='{encoding}'?>{declared}{BODY}".encode(encoding)
    )
    assert main(["fill", str(ana.mission), str(path)]) == 2
    assert SENTENCE in capsys.readouterr().err
    with ana.open() as mission:
        assert mission.answer_at("/data/police/finding").value == ""
