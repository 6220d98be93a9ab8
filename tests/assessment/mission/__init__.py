"""Tests of assessor/assessment/mission."""
