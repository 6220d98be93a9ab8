"""Builders and checks about cybercrime needs that several tests share."""

from __future__ import annotations

from assessor.shipped import FORMS_FOLDER

WORKBOOK = FORMS_FOLDER.parent.parent / "shared" / "domain" / "cybercrime_needs.xlsx"
