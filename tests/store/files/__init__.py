"""Tests of the file behind a mission."""
