"""Open, protect and back up mission files."""
