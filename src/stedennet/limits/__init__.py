"""Counters and "used" marks that hold over all processes and restarts."""
