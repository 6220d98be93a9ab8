"""Blocks that pages are composed of: text, tables and charts."""
