"""What keeps the index true, and what is remembered of questions."""
