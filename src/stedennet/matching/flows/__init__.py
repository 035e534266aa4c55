"""Preferences of organisations, and the mails about new calls."""
