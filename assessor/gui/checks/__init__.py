"""Check of the mission, open items and results."""
