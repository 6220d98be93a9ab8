"""Tests of the form parser."""
