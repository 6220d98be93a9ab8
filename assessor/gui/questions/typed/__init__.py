"""Questions with typed text."""
