"""Telling a hub which feeds changed."""
