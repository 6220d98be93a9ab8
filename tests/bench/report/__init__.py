"""Benches of the report, and its full proofs."""
