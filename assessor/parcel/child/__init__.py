"""Child processes that parse and paint untrusted files."""
