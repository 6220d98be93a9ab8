"""A terminal to which the verbs print."""

from __future__ import annotations

import io


class Terminal(io.StringIO):
    """A terminal; with `stops`, one at which somebody presses Ctrl+C at the first word of it."""

    def __init__(self, *, stops=False):
        super().__init__()
        self._stops = stops

    def isatty(self):
        return True

    def write(self, text):
        if self._stops:
            self._stops = False
            raise KeyboardInterrupt
        return super().write(text)
