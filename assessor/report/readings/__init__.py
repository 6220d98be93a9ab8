"""The answers read by other instruments: treaties article by article, models by part."""
