"""How verbs are declared, explained and printed."""
