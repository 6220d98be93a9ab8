"""Pages that were changed after they were signed."""
