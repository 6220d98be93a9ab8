"""Compare missions: pure figures and tables."""
