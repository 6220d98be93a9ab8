"""What an attacker did, and the sentence that a person reads."""
