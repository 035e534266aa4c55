"""Scores and their reasons: pure, values in and values out."""
