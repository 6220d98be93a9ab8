"""Tests of new missions, form updates and the previous mission."""
