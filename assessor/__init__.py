"""Assessor: structured country assessments, offline, merged without fear."""
