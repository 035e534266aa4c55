"""Recording, pruning and checking the security log."""
