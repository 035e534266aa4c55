"""Search through everything that is public, in Dutch and in English."""
