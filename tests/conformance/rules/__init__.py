"""The named rules for deviations from other engines."""
