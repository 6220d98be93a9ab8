"""Tests of the inbox of conflicts, their decision, and the review of answers."""
