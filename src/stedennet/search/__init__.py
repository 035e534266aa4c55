"""Find anything that is public, in Dutch and in English."""
