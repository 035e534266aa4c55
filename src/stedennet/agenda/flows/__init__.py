"""Every change of the strategy and the agenda."""
