"""Dropped files, external programs, folders and background tasks."""
