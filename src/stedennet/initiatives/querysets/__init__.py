"""Queries of initiatives and adoptions."""
