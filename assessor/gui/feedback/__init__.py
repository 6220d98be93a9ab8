"""Progress, undo messages and prompts during work."""
