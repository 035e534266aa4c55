"""Plain values for templates and feeds, one module per noun."""
