"""The main window: start-up, menus, locking and garbage collection."""
