"""Tests of report output."""
