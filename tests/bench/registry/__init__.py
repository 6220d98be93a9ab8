"""Benches of a registry of many assessments."""
