"""New missions, form updates and the previous mission."""
