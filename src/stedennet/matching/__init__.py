"""Partners for calls, similar items and similar cities, each with the reasons in words."""
