"""Questions answered by choosing."""
