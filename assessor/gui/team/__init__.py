"""Team, meetings, people and contact cards."""
