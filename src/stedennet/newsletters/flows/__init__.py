"""Every change of a newsletter."""
