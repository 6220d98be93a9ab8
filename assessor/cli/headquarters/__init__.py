"""Verbs on a registry."""
