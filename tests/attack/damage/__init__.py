"""Damaged files, full disks and texts without end."""
