"""Every change of the network that somebody would call by a verb."""
