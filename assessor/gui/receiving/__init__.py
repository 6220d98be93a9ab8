"""Receive files, list receipts and undo imports."""
