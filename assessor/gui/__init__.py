"""The window: the only room where Qt is at home."""
