"""Tests of team, meetings, people and contact cards."""
