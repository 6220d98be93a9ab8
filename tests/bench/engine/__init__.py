"""Benches of the form engine and the scores."""
