"""Tests of assessor/assessment/report."""
