"""Scores, filters and track records. Pure."""
