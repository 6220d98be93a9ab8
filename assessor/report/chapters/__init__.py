"""The chapters and annexes of a report."""
