"""Every change of a yield."""
