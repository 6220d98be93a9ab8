"""Tests of assessor.cli.outgoing."""
