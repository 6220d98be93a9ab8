"""The desk: outline, form page and inspector side by side."""
