"""The XPath compiler: scopes, static types and closures."""
