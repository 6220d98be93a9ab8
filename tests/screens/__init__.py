"""Every screen as a picture, for review: `python -m tests.screens [DIR] [NAME…]`.

A module here has `SCENES`: name → a function that takes a Stage, brings the window to a state and
returns the widget to draw. Each scene is drawn in every language and look.
"""
