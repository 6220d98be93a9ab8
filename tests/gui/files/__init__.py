"""Tests of open, protect and back up mission files."""
