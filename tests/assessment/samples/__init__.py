"""Tests of assessor/assessment/samples."""
