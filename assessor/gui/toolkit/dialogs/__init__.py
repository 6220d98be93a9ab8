"""The base class of dialogs, and message boxes."""
