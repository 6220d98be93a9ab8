"""The inspector: everything about the question in focus except its value."""
