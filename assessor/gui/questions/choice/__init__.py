"""Questions with choices, ratings and ranges."""
