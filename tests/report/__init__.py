"""Tests of the report: what each audience sees, and the pages."""
