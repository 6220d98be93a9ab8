"""Widgets and helpers without knowledge of screens."""
