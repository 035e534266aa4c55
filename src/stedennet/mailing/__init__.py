"""Bulk mail: one letter to many addresses, delivered to each exactly once."""
