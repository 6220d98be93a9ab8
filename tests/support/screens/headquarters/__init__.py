"""Page objects of headquarters and its tabs."""
