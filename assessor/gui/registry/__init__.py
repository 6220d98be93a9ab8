"""The open registry and what its screens share."""
