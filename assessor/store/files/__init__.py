"""Open, lock, copy and migrate the SQLite file behind a mission."""
