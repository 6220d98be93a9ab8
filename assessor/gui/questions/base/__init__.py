"""The base class of question widgets."""
