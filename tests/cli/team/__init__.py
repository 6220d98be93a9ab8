"""Tests of assessor.cli.team.team_verbs."""
