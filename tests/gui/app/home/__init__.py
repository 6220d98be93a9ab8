"""Tests of the start page with recent missions, and the backup reminder."""
