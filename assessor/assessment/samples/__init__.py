"""Sample missions and the demonstration of the main job."""
