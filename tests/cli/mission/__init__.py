"""Tests of assessor.cli.mission."""
