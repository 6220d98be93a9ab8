"""Sample and hostile files for tests of parcels."""
