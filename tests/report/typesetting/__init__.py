"""Tests of report typesetting."""
