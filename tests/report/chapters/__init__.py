"""Tests of report chapters."""
