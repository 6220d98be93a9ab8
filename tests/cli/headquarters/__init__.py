"""Tests of assessor.cli.headquarters."""
