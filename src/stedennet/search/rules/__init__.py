"""The analysis and comparison of words. Pure."""
