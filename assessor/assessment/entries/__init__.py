"""Kinds of entries: plan, meetings, sources, tasks, evidence."""
