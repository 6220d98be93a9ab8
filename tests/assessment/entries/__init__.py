"""Tests of assessor/assessment/entries."""
