"""Everything that changes a mission file or registry."""
