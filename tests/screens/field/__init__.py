"""Pictures of the screens of a mission."""
