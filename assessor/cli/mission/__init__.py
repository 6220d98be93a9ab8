"""Verbs on one mission file."""
