"""Buttons with wrapping labels, pictures or stars."""
