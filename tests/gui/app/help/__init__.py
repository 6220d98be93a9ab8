"""Tests of help pages, guided tour and command palette."""
