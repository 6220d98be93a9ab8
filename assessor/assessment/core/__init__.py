"""The entries of an assessment and its live form."""
