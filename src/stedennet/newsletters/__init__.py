"""The newsletter that an editor writes."""
