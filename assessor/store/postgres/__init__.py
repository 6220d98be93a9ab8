"""A shared registry in a PostgreSQL database."""
