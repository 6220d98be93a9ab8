"""Builders and checks for form events."""

from __future__ import annotations

from tests.support.form.models import xform

PLACES = xform(
    "<here/><q/><then/><r jr:template=''><there/><x/></r>",
    "".join(
        f'<bind nodeset="/data/{each}" type="geopoint"/>' for each in ("here", "then", "r/there")
    )
    + '<odk:setgeopoint event="odk-instance-first-load" ref="/data/here"/>',
    '<input ref="/data/q"><odk:setgeopoint event="xforms-value-changed" ref="/data/then"/></input>'
    '<group ref="/data/r"><repeat nodeset="/data/r"><input ref="/data/r/x"/>'
    '<odk:setgeopoint event="odk-new-repeat" ref="/data/r/there"/></repeat></group>',
)
