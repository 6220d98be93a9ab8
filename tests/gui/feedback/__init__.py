"""Tests of progress, undo messages and prompts during work."""
