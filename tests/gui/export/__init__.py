"""Tests of export, print and the government comment table."""
