"""Tests of live instances."""
