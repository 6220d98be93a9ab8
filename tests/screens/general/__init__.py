"""Pictures of the first screen, headquarters, menus and help."""
