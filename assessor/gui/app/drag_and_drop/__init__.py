"""Files dropped on the window."""
