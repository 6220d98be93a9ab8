"""Tests of check of the mission, open items and results."""
