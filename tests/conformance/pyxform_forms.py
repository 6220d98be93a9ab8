"""pyxform_forms.jsonl: XForms from pyxform; each loads and starts, or is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.conformance.rules import forms
from tests.conformance.session import Session, load
from tests.conformance.tally import Tally
from tests.support.form.form_filling import recompute

NOW = 1795536107390


def replay(folder: Path) -> Tally | None:
    """Replay every case of the file; return None if the file does not exist."""
    file = folder / "pyxform_forms.jsonl"
    if not file.exists():
        return None
    tally = Tally(file.name)
    for line in file.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        group = Path(case["source"].split()[1].partition("::")[0]).stem
        tally.case(group)
        form, refusal = load(case["xform"], stand_ins(case["xform"]))
        if form is None:
            what = f"{case['id']} [{group}] {refusal}"
            tally.fact(group, False, forms.refused_by(refusal, case["xform"]), what)
            continue
        session = Session(form, NOW, "America/Phoenix")
        before = session.instance.answers()
        changed = [each for each in recompute(session.instance) if not _by_chance(session, each)]
        agrees = not changed and session.instance.answers() == before and bool(session.xml())
        tally.fact(group, agrees, None, f"{case['id']} [{group}] {changed}")
    return tally


def _by_chance(session: Session, reference: str) -> bool:
    """Return whether a node's value differs every time."""
    calculate = session.form.binds[re.sub(r"\[[^\]]*\]", "", reference)].calculate
    return calculate is not None and re.search(r"uuid\(|random\(", calculate.source) is not None


def stand_ins(xform: str) -> tuple[tuple[str, bytes], ...]:
    """Return replacements for attachments, which the recording does not contain."""
    columns = sorted({"name", "label", *re.findall(r'<(?:value|label) ref="([\w.-]+)"', xform)})
    row = "".join(f"<{name}>a</{name}>" for name in columns)
    properties = json.dumps(dict.fromkeys(columns, "a"))
    feature = '{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":'
    found: dict[str, bytes] = {}
    for part in xform.split('src="jr://')[1:]:
        name = part.partition('"')[0].rpartition("/")[2]
        found[name] = {
            "csv": f"{','.join(columns)}\n{','.join('a' for _ in columns)}\n",
            "geojson": f'{{"type":"FeatureCollection","features":[{feature}{properties}}}]}}',
        }.get(name.rpartition(".")[2], f"<root><item>{row}</item></root>").encode()
    return tuple(found.items())
