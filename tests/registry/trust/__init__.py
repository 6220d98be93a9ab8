"""Tests of the roster and of snoozed conflicts."""
