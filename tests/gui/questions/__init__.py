"""Tests of question widgets: one for each kind of question."""
