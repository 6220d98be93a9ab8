"""What a report says of assistance and recommendations."""
