"""Verbs on forms, mission packs and keys."""
