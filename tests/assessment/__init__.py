"""Tests of assessments: one small form, real files, several laptops."""
