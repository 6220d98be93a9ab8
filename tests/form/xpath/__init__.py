"""Tests of the XPath engine."""
