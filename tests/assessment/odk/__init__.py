"""Tests of assessor/assessment/odk."""
