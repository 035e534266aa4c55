"""Queries of calls and of interest in them."""
