"""Builders shared by the tests of the window."""
