"""Tests of the form model."""
