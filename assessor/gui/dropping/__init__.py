"""Files dragged onto the window: what they mean, where they may be let go, what is then done."""
