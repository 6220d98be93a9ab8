"""Tests of the façade: one small form, real files, several laptops."""
