"""Exchange of parcels in a team."""
