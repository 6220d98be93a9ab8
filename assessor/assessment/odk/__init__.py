"""Submissions to and from ODK servers."""
