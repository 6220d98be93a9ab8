"""Tests of assessor.cli.team."""
