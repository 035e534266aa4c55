"""Organisations, groups, themes, and who does what since when."""
