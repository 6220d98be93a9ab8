"""The shipped instrument and its sample missions for tests."""
