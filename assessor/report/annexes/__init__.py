"""Annexes of a report: what stands behind its chapters."""
