"""What one audience may see of an assessment, as immutable data."""
