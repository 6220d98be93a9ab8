"""One section of the form on the screen."""
