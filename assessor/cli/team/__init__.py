"""Verbs of a team in the field."""
