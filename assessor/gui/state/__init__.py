"""The session, the preferences and the navigation callbacks."""
