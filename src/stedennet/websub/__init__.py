"""Notifies a WebSub hub of feeds that changed."""
