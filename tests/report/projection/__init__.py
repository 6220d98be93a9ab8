"""Tests of report projection."""
