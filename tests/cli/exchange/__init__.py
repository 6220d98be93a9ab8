"""Tests of assessor.cli.exchange."""
