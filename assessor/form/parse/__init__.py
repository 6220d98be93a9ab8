"""Parse XForm XML into an immutable form and check it."""
