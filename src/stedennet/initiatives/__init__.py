"""Initiatives of cities and their partners, and their adoption by other cities."""
