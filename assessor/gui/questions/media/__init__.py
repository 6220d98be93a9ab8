"""Questions with a file or a drawing."""
