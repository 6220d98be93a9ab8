"""Queries on an open mission file or registry; nothing here writes."""
