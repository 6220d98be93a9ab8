"""The plan of recommendations."""
