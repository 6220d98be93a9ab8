"""Registries, mails and cases for tests."""
