"""What must not be told: small counts, and words that would give them or a source away."""
