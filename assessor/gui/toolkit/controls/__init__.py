"""Composite controls."""
