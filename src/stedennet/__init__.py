"""Stedennet: the website and register with which a network of cities runs one shared strategy."""

__version__ = "0.1.0"
