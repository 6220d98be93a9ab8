"""What travels between laptops: packed, signed, sealed, carried inside a PDF."""
