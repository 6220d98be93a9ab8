"""Removal of metadata from photographs."""
