"""Shared builders for tests of assessments."""
