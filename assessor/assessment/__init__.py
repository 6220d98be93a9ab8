"""Assessment: one form being filled, its entries and its derived state together."""
