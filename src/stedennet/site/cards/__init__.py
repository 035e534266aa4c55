"""Plain values that templates and feeds show, one module for each noun."""
