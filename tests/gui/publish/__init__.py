"""Tests of publish tables, upload submissions, send decisions and make mission packs."""
