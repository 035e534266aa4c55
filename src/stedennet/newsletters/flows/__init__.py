"""All changes to newsletters."""
