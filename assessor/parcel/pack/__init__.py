"""Pack, sign and verify parcels and mission packs."""
