"""Exports of an assessment: PDF, Word, Excel, comment matrix."""
