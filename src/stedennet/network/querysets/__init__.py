"""Reads that chain and read as speech."""
