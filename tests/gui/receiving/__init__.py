"""Tests of receive files, list receipts and undo imports."""
