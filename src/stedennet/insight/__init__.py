"""Figures about the whole network, computed from the register and from what cities do."""
