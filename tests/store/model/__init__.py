"""Tests of the data of the record."""
