"""Tests of PDFs that carry a parcel."""
