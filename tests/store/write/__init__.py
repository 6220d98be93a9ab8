"""Tests of everything that writes."""
