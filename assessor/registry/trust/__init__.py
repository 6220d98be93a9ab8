"""Whose changesets the registry accepts, and its local marks."""
