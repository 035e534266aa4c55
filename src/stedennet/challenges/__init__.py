"""Questions of society across themes, with the actions, initiatives and calls that answer them."""
