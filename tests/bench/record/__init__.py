"""Benches of the record: entries, merging, and long runs that try to break it."""
