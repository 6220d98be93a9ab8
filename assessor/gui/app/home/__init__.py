"""The start page with recent missions, and the backup reminder."""
