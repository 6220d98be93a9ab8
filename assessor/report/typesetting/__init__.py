"""Fonts, text shaping, line breaking and the pen that draws a tagged page."""
