"""Entries and the mission file: what was said, kept for ever in one SQLite file."""
