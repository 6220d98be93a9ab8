"""XForms written inline."""

from __future__ import annotations


def xform(instance: str, model: str, body: str) -> str:
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        'xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms" '
        'xmlns:orx="http://openrosa.org/xforms" '
        'xmlns:entities="http://www.opendatakit.org/xforms/entities"><h:head><h:title>t</h:title>'
        f'<model><instance><data id="t" version="3">{instance}</data></instance>{model}</model>'
        f"</h:head><h:body>{body}</h:body></h:html>"
    )
