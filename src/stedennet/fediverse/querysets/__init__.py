"""Reads of followers, posts and the queue."""
