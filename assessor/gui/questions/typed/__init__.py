"""Questions answered by typing."""
