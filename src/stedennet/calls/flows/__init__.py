"""All changes to calls."""
