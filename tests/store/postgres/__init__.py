"""Tests of registries in PostgreSQL."""
