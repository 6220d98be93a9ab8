"""Tests of assessor/assessment/exchange."""
