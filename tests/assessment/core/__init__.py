"""Tests of assessor/assessment/core."""
