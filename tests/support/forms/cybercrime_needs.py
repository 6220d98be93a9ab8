"""Builders and checks about cybercrime needs that several tests share."""

from __future__ import annotations

from assessor.shipped import FORMS

WORKBOOK = FORMS.parent.parent / "shared" / "domain" / "cybercrime_needs.xlsx"
