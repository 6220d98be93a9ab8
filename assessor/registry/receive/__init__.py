"""Receive reports, parcels and mission files."""
