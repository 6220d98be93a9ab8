"""The tests mirror the package; `conftest.py` holds what they share."""
