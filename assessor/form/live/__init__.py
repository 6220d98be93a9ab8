"""A form that is being filled: its instance, recalculation and page nodes."""
