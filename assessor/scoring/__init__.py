"""Stages, scores and needs, derived from answers by the rules the form declares."""
