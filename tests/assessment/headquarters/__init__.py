"""Tests of assessor/assessment/headquarters."""
