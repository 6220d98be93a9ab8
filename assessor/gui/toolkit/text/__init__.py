"""Texts on the screen: language, labels, dates and key names."""
