"""What is found by those who should not read it."""
