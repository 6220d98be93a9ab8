"""Comparison of missions: tables, heat maps and charts."""
