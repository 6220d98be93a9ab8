"""What all verbs share: declaration, help texts, options, and printing."""
