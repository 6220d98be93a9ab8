"""Tests of assessor/assessment/base."""
