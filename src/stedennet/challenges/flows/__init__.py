"""All changes to challenges."""
