"""Every change to the strategy and the agenda."""
