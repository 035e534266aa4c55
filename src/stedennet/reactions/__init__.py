"""Readers' reactions below a page, and their moderation."""
