"""Shared helpers of the report tests."""
