"""Tests of comparison of missions: tables, heat maps and charts."""
