"""Checks and reviews of an assessment: change log, leaks, audit log."""
