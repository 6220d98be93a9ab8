"""Question widgets, one module per kind."""
