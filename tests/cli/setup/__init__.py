"""Tests of assessor.cli.setup."""
