"""What tests of registry share."""
