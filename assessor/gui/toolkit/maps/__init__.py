"""The offline world map and clickable pictures."""
