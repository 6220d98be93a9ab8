"""Replays recorded facts of other engines and says where this one agrees, deviates or fails."""
