"""Tests of label text, colours and calendars."""
