"""Questions answered by a file or a drawing."""
