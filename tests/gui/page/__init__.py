"""Tests of one section of the form on the screen."""
