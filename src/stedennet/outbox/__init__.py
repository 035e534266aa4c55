"""Outgoing mail that waits to be sent."""
