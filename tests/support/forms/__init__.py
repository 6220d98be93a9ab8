"""What tests of forms share."""
