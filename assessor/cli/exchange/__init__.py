"""Verbs on what leaves a laptop."""
