"""What tests of windows share."""
