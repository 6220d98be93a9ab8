"""Tests of widgets and helpers without knowledge of screens."""
