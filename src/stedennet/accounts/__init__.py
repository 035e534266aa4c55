"""People, how they sign in, and their roles."""
