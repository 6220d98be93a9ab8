"""Identities, contacts, passphrases and sealing with age."""
