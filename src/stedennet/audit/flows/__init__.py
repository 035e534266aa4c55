"""Writing, pruning and checking the security log."""
