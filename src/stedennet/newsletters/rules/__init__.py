"""Pure rules: the states of a newsletter."""
