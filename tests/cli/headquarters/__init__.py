"""Tests of assessor.cli.headquarters.inbox."""
