"""Every screen as a picture, to be looked at: `python -m tests.screens [DIR] [NAME…]`.

A module here offers `SCENES`: name → a function that, given a Stage, brings the window to that
state and returns the widget to be drawn. Each scene is drawn in every language and look.
"""
