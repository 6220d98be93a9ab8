"""Verbs on files that leave the laptop."""
