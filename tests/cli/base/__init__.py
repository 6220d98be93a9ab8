"""Tests of assessor.cli.base."""
