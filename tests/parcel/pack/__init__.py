"""Tests of parcels and mission packs."""
