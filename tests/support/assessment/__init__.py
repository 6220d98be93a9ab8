"""What tests of assessment share."""
