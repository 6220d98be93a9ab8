"""The report: what each audience may see, laid out as PDF pages."""
