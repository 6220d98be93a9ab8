"""Headquarters: receive reports, review conflicts, compare missions."""
