"""Actions on a mission file: packs, upgrade, join, redact, protect."""
