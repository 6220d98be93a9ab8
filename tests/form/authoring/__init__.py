"""Tests of XLSForm reading."""
