"""All changes to the network."""
