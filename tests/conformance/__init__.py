"""Replay recorded facts of other engines and report where this engine agrees, deviates or fails."""
