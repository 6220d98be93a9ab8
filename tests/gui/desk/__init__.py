"""Tests of the desk: outline, form page and inspector side by side."""
