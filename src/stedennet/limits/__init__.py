"""Counters and "used" marks that all processes share and restarts keep."""
