"""The record: entries, changesets and the mission file that stores them."""
