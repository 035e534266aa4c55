"""Articles: what editors write, and who is involved."""
