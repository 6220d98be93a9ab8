"""Headquarters: receiving parcels, the inbox of conflicts, decisions."""
