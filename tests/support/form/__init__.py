"""What tests of form share."""
