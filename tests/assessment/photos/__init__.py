"""Tests of assessor/assessment/photos."""
