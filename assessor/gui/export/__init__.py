"""Export, print and the government comment table."""
