"""Queries of the agenda."""
