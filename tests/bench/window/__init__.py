"""Benches of the window and the main job."""
