"""Tests of assessor/assessment/review."""
