"""Helpers that know no assessment."""
