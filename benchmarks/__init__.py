"""Measures, not tests: run them by hand, on a quiet machine."""
