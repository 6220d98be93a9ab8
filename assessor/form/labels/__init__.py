"""Styled label text, colours and calendars."""
